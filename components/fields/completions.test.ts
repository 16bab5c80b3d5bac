import { expect, test } from "vitest";
import type { Shape } from "#core/json/shape.ts";
import { listShape, numberShape, objectShape, textShape } from "#core/json/shape.ts";
import { completionsAt } from "./completions.ts";

const order = objectShape({ id: numberShape, "unit price": numberShape });
const scope: Shape = objectShape({
  input: objectShape({ name: textShape, orders: listShape(order) }),
  steps: objectShape({ fetch: order }),
});
const functions = [
  { name: "upper", signature: "upper(text)", doc: "In capitals.", example: "" },
  { name: "now", signature: "now()", doc: "This moment.", example: "" },
  { name: "map", signature: "map(list, x, formula)", doc: "Each item.", example: "" },
  { name: "min", signature: "min(list)", doc: "The smallest.", example: "min([1, 2])" },
];
const titles = new Map([["fetch", "Fetch order"]]);

function at(source: string) {
  const found = completionsAt({ source, at: source.length, scope, functions, titles });
  return found && { from: found.from, labels: found.options.map((option) => option.label) };
}

test("an empty formula offers the names in scope and the functions", () => {
  expect(at("")).toEqual({ from: 0, labels: ["input", "steps", "upper", "now", "map", "min"] });
});

test("behind a dot come the fields of the value, then its methods", () => {
  expect(at("input.na")).toEqual({ from: 6, labels: ["name", "orders"] });
  expect(at("1 + input.orders[0].")?.labels).toEqual(["id", "unit price"]);
});

test("a name that is not plain is put in brackets and takes the dot with it", () => {
  const found = completionsAt({ source: "steps.fetch.", at: 12, scope, functions, titles });
  expect(found?.from).toBe(11);
  expect(found?.options.map((option) => option.insert)).toEqual([".id", '["unit price"]']);
});

test("behind a value stand the functions that can take it, without their first part", () => {
  expect(at("input.name.")?.labels).toEqual(["upper"]);
  const list = completionsAt({ source: "input.orders.", at: 13, scope, functions, titles });
  expect(list?.options.map((option) => [option.insert, option.back])).toEqual([
    ["map(x, )", 1],
    ["min()", 0],
  ]);
});

test("a step is named by its title", () => {
  const found = completionsAt({ source: "steps.", at: 6, scope, functions, titles });
  expect(found?.options[0]?.doc).toContain("Fetch order");
});

test("the variable of a macro has the fields of the list's items", () => {
  expect(at("input.orders.map(o, o.")?.labels).toEqual(["id", "unit price"]);
  expect(at("input.orders.filter(o, ")?.labels).toContain("o");
});

test("nothing is offered inside a text", () => {
  expect(at('"input.')).toBeNull();
  expect(at("'it\\'s ")).toBeNull();
});

test("a caret in the middle looks only at what is before it", () => {
  const found = completionsAt({ source: "input. + 1", at: 6, scope, functions, titles });
  expect(found?.options.map((option) => option.label)).toContain("name");
});
