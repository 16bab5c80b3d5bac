import { describe, expect, it } from "vitest";
import type { Json } from "../json/json.ts";
import { anyShape, listShape, numberShape, objectShape, type Shape, textShape } from "../json/shape.ts";
import { shapeOf } from "../json/shape-of.ts";
import { checkExpression } from "./check.ts";
import { evaluateExpression } from "./evaluate.ts";
import { functionDocs } from "./functions.ts";

const value = {
  steps: { orders: { total: 1, items: [{ n: 1, name: "a" }] }, note: "x" },
  input: [{ n: 1 }],
  index: 0,
  item: { n: 2 },
};
const scope = shapeOf(value as Json);
const open: Shape = objectShape({ steps: objectShape({}, true), input: anyShape, item: anyShape });

describe("what is wrong is found before anything runs", () => {
  it.each<[string, string, string, string]>([
    ["steps.orders.totl", "unknown-field", "totl", 'Did you mean "total"?'],
    ["steps.order", "unknown-field", "order", "There is no step"],
    ["orders.total", "unknown-name", "orders", "Did you mean steps.orders?"],
    ["foo", "unknown-name", "foo", "Here you can use: steps, input, index, item."],
    ["lowr(steps.note)", "unknown-name", "lowr", "Did you mean lower?"],
    ["input.n", "unknown-field", "n", "Take one item with [0], or all with .map(x, x.n)."],
    ["input.map(x, x.m)", "unknown-field", "m", "There is: n."],
    ["input.groupBy(x, x.n)[0].items[0].nn", "unknown-field", "nn", 'Did you mean "n"?'],
    ["cel.bind(o, steps.orders, o.totals)", "unknown-field", "totals", 'Did you mean "total"?'],
    ['"a" + 1', "type", '"a" + 1', "Use string(…) to join them as text"],
    ["steps.note * 2", "type", "steps.note", "toNumber(…)"],
    ["steps.note > 1", "type", "steps.note > 1", "cannot be put in order"],
    ["lower(1)", "type", "1", "lower needs text here, but this is a number."],
    ["size()", "type", "size", "here it gets 0 values"],
    ["index ? 1 : 2", "type", "index", "must be true or false"],
    ["input.filter(x, x.n)", "type", "x.n", "must be true or false"],
    ["steps.note.map(x, x)", "type", "steps.note", "map goes through a list"],
    ['input["a"]', "type", '"a"', "whole number"],
    ["1 in 2", "type", "2", "looks for an item"],
    ["a +", "syntax", "+", "stops too early"],
    ["-steps.note", "type", "steps.note", "must be a number"],
  ])("%s", (source, code, marked, message) => {
    const [issue, ...more] = checkExpression(source, scope).issues;
    expect(more).toEqual([]);
    expect(issue).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(source.slice(issue?.from, issue?.to)).toBe(marked);
  });

  it("several mistakes are told at once", () => {
    expect(checkExpression("foo + bar + lower(1) + steps.orders.x", scope).issues).toHaveLength(4);
  });

  it.each([
    "steps.?refund.total",
    "has(steps.refund.total)",
    "coalesce(steps.refund, 1)",
    "steps.orders.items.sortBy(i, i.name).first().n + 1",
    "[1, 'a', null]",
    "index == steps.note",
    "null + 1",
  ])("%s is fine", (source) => expect(checkExpression(source, scope).issues).toEqual([]));

  it("nothing is said about what is not known", () => {
    expect(checkExpression("steps.a.b.c + input.d[0] - item.map(x, x.y).sum()", open).issues).toEqual([]);
    expect(checkExpression("anything.at + all", anyShape).issues).toEqual([]);
  });
});

describe("shapes of results", () => {
  it.each<[string, Shape]>([
    ["1 + 2.5", numberShape],
    ["steps.orders.items.map(x, x.name)", listShape(textShape)],
    ["steps.orders.items.filter(x, x.n > 1)", shapeOf([{ n: 1, name: "a" }])],
    ["{'a': 1, 'b': steps.note}", shapeOf({ a: 1, b: "" })],
    ["index > 1 ? 'a' : 'b'", textShape],
    ["coalesce(steps.orders.total, 0)", numberShape],
    ["input[0]", shapeOf({ n: 1 })],
    ["input.first().n", numberShape],
    ["merge(item, {'m': 'x'})", shapeOf({ n: 1, m: "x" })],
  ])("%s", (source, shape) => expect(checkExpression(source, scope)).toEqual({ shape, issues: [] }));

  it.each(functionDocs)(
    "the example of $name is fine, and its result has the shape that was said",
    ({ example, result }) => {
      const { shape, issues } = checkExpression(example, objectShape({}));
      expect(issues).toEqual([]);
      expect(isOf(result, shape)).toBe(true);
    },
  );
});

it("a formula without issues over a known value does not fail for a name or a type", () => {
  const sources = [
    "steps.orders.items[0].n + index",
    "input.map(x, x.n).sum() * item.n",
    "upper(steps.note) + steps.orders.items.map(x, x.name).join()",
  ];
  for (const source of sources) {
    expect(checkExpression(source, scope).issues).toEqual([]);
    expect(evaluateExpression(source, value).ok).toBe(true);
  }
});

/** Whether a value may have a shape. */
function isOf(value: Json, shape: Shape): boolean {
  if (shape.kind === "any") return true;
  if (Array.isArray(value)) return shape.kind === "list" && value.every((item) => isOf(item, shape.of));
  if (typeof value === "object" && value !== null) {
    return (
      shape.kind === "object" && Object.entries(value).every(([key, own]) => isOf(own, shape.fields[key] ?? anyShape))
    );
  }
  return shapeOf(value).kind === shape.kind;
}
