import { expect, it } from "vitest";
import type { Json, JsonObject } from "../json/json.ts";
import { shapeOf } from "../json/shape-of.ts";
import { manual } from "./manual.ts";
import { emitted, failed } from "./testing/run-node.ts";

const file = { $file: "file_abcd", name: "orders.csv", mediaType: "text/csv", bytes: 12 };
const form: JsonObject = {
  ask: "form",
  fields: [
    { name: "amount", label: "Amount", kind: "number" },
    { name: "size", kind: "choice", choices: "small\n large \n" },
    { name: "orders", kind: "file", required: false },
  ],
};

it("emits the JSON that was entered", () => {
  expect(emitted(manual, { input: { a: [1] } })).toEqual({ a: [1] });
});

it("emits an answered form in the order of its fields, with null for what was left empty", () => {
  const answer = emitted(manual, { config: form, input: { size: "large", amount: 3 } });
  expect(JSON.stringify(answer)).toBe('{"amount":3,"size":"large","orders":null}');
  expect(emitted(manual, { config: form, input: { amount: 3, size: "small", orders: file } })).toHaveProperty(
    "orders",
    file,
  );
});

it.each<[Json, string]>([
  [{ size: "small" }, "Fill in “Amount”."],
  [{ amount: "3", size: "small" }, "“Amount” must be a number."],
  [{ amount: 3, size: "huge" }, "“size” must be one of small, large."],
  [{ amount: 3, size: "small", orders: "/etc/passwd" }, "“orders” must be a file."],
  [{ amount: 3, size: "small", extra: 1 }, "The form has no field “extra”. Leave it out."],
  [[], "A form is answered with an object of its fields."],
])("refuses the answers %j and says what to do", (input, message) => {
  expect(failed(manual, { config: form, input })).toContain(message);
});

it("knows the shape of a form exactly and the shape of a sample as a hint", () => {
  const shapeFor = (config: Record<string, unknown>) =>
    manual.output({ config, inputs: new Map(), shapeOfField: (raw) => shapeOf(raw as Json) });
  expect(shapeFor(form)).toMatchObject({
    open: false,
    fields: { amount: { kind: "number" }, orders: { kind: "object" } },
  });
  expect(shapeFor({ ask: "json", sample: { a: { b: 1 } } })).toMatchObject({
    open: true,
    fields: { a: { open: true, fields: { b: { kind: "number" } } } },
  });
});
