import { expect, test } from "vitest";
import { chipLabelOf } from "./chip-label.ts";
import { pathOfSource, pathSource } from "./path-source.ts";
import { toKind } from "./value-kind.ts";

test("a path becomes the formula that reads it, and back", () => {
  const path = ["steps", "orders", "items", 0, "unit price", "in", 'a"b'];
  const source = pathSource(path);
  expect(source).toBe('steps.orders.items[0]["unit price"]["in"]["a\\"b"]');
  expect(pathOfSource(source)).toEqual(path);
});

test("a formula that does more than read is no path", () => {
  for (const source of ["a + b", "size(a)", "a.b()", "1", "", "a."]) expect(pathOfSource(source)).toBeNull();
});

test("a chip shows the step's title and the way into its output", () => {
  const titles = new Map([["orders", "Fetch orders"]]);
  expect(chipLabelOf("steps.orders.items[0].name", titles)).toEqual({
    title: "Fetch orders",
    path: "items[0].name",
    formula: false,
  });
  expect(chipLabelOf("input", titles)).toEqual({ title: "Input", path: "", formula: false });
  expect(chipLabelOf("a + 1", titles)).toEqual({ title: "", path: "a + 1", formula: true });
});

test("a value keeps what it can when its kind changes", () => {
  expect(toKind("12", "number")).toBe(12);
  expect(toKind(12, "text")).toBe("12");
  expect(toKind('{"a":1}', "object")).toEqual({ a: 1 });
  expect(toKind("x", "list")).toEqual(["x"]);
  expect(toKind("x", "number")).toBe(0);
  expect(toKind({ $expr: "input.a" }, "text")).toEqual({ $template: [{ $expr: "input.a" }] });
  expect(toKind("", "list")).toEqual([]);
});
