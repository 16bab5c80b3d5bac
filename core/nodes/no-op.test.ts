import { expect, it } from "vitest";
import { noOp } from "./no-op.ts";
import { emitted } from "./testing/run-node.ts";

it("passes on what arrives", () => {
  expect(emitted(noOp, { input: [1, { a: null }] })).toEqual([1, { a: null }]);
});
