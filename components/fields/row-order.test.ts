import { expect, test } from "vitest";
import { parseJsonText } from "./json-text.ts";
import { moved, replaced, without } from "./row-order.ts";

test("a row moves to the place that it is given, never out of the list", () => {
  expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b", "c"], 1, 9)).toEqual(["a", "c", "b"]);
  expect(moved(["a"], 4, 0)).toEqual(["a"]);
});

test("rows are taken out and replaced by position", () => {
  expect(without(["a", "b"], 0)).toEqual(["b"]);
  expect(replaced(["a", "b"], 1, "c")).toEqual(["a", "c"]);
});

test("JSON that does not parse says the line and the column", () => {
  const result = parseJsonText('{\n  "a": 1\n  "b": 2\n}');
  expect(!result.ok && result.error.message).toMatch(/^Line 3, column 3/);
  expect(!result.ok && result.error.at).toBe(13);
});

test("JSON that ends too early points at its end", () => {
  const result = parseJsonText('{"a": ');
  expect(!result.ok && result.error.at).toBe(6);
});
