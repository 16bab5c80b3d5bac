import { expect, it } from "vitest";
import { stopWithError } from "./stop-with-error.ts";
import { expr, failed } from "./testing/run-node.ts";

it("always fails, with the message given", () => {
  const message = { $template: ["Order ", expr("input.id"), " has no lines."] };
  expect(failed(stopWithError, { config: { message }, input: { id: 7 } })).toBe("stopped: Order 7 has no lines.");
  expect(failed(stopWithError, { config: { message: " " } })).toBe("stopped: The workflow stopped here.");
});

it("has no way out", () => {
  expect(stopWithError.ports({}).outputs).toEqual([]);
});
