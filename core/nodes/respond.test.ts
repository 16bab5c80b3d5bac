import { expect, it } from "vitest";
import { respond } from "./respond.ts";
import { emitted, expr, failed } from "./testing/run-node.ts";

it("answers 200 with what arrived as JSON when nothing is set", () => {
  expect(emitted(respond, { input: { a: 1 } })).toEqual({
    status: 200,
    headers: { "content-type": "application/json; charset=utf-8" },
    body: { a: 1 },
  });
});

it("answers text with a content type and headers of its own", () => {
  const config = {
    status: expr("input.status"),
    bodyAs: "text",
    text: { $template: ["Hello ", expr("input.name")] },
    headers: [{ name: "Cache-Control", value: "no-store" }],
  };
  expect(emitted(respond, { config, input: { status: 404, name: "Ann" } })).toEqual({
    status: 404,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
    body: "Hello Ann",
  });
});

it("refuses a status that HTTP does not have and headers that would split the answer", () => {
  expect(failed(respond, { config: { status: expr("99") } })).toMatch(/^config: “Status”/);
  expect(failed(respond, { config: { headers: [{ name: "a", value: "b\nc: d" }] } })).toMatch(/holds a line break/);
});
