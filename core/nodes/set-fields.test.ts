import { expect, it } from "vitest";
import { parseConfig } from "../node-kit/parse-config.ts";
import { setFields } from "./set-fields.ts";
import { emitted, expr, failed } from "./testing/run-node.ts";

const fields = [
  { name: "total", value: expr("input.price * input.quantity") },
  { name: "note", value: { $template: ["For ", expr("input.name")] } },
];
const input = { name: "Ann", price: 2.5, quantity: 4, note: "old" };

it("adds and changes fields of what arrives", () => {
  expect(emitted(setFields, { config: { fields }, input })).toEqual({ ...input, total: 10, note: "For Ann" });
});

it("makes a new object of just the fields listed when the others are not kept", () => {
  expect(emitted(setFields, { config: { fields, keep: false }, input })).toEqual({ total: 10, note: "For Ann" });
});

it("starts from nothing when nothing arrived, and refuses to keep fields of a list", () => {
  expect(emitted(setFields, { config: { fields: [{ name: "a", value: 1 }] } })).toEqual({ a: 1 });
  expect(failed(setFields, { config: { fields: [] }, input: [1] })).toMatch(/^input: What arrives is not an object/);
});

it("adds a column to every item of a list, and names the item that is no object", () => {
  const config = { target: "items", itemFields: [{ name: "line", value: expr("item.price * 2 + index") }] };
  expect(emitted(setFields, { config, input: [{ price: 1 }, { price: 5 }] })).toEqual([
    { price: 1, line: 2 },
    { price: 5, line: 11 },
  ]);
  const flat = { target: "items", itemFields: [{ name: "line", value: expr("index") }] };
  expect(failed(setFields, { config: flat, input: [{}, 7] })).toMatch(/^input: Item 2 is not an object/);
  expect(emitted(setFields, { config: { ...flat, keep: false }, input: [7] })).toEqual([{ line: 0 }]);
});

it("r19 refuses field names that could reach a prototype before anything runs", () => {
  const { issues } = parseConfig(setFields, { fields: [{ name: "__proto__", value: { polluted: true } }] });
  expect(issues).toMatchObject([{ field: "fields.0.name", code: "invalid" }]);
});

it("knows the shape of the result: fields of the input, then its own", () => {
  const inputs = new Map([["in", { kind: "object", fields: { a: { kind: "text" } }, open: false } as const]]);
  const config = { target: "object", keep: true, fields: [{ name: "b", value: 1 }] };
  expect(setFields.output({ config, inputs, shapeOfField: () => ({ kind: "number" }) })).toEqual({
    kind: "object",
    fields: { a: { kind: "text" }, b: { kind: "number" } },
    open: false,
  });
});
