import { expect, test } from "vitest";
import type { Json } from "#core/json/json.ts";
import { listShape, numberShape, objectShape, textShape } from "#core/json/shape.ts";
import { jsonLines } from "./json-lines.ts";
import { tableOf } from "./table-of.ts";
import { childrenOf, hasChildren, treeNode, visibleRows } from "./tree-node.ts";

const orders: Json = [
  { id: 1, "unit price": 2.5 },
  { id: 2, note: null },
];

test("a value's tree shows fields with samples and the formula that reads each", () => {
  const root = treeNode({ path: ["steps", "fetch"], name: "Fetch", value: { orders } });
  const open = new Set(["steps.fetch", "steps.fetch.orders", "steps.fetch.orders[0]"]);
  expect(visibleRows([root], open).map(({ node, depth }) => [depth, node.id, node.kind, node.preview])).toEqual([
    [0, "steps.fetch", "object", "{ orders }"],
    [1, "steps.fetch.orders", "list", "2 items"],
    [2, "steps.fetch.orders[0]", "object", "{ id, unit price }"],
    [3, "steps.fetch.orders[0].id", "number", "1"],
    [3, 'steps.fetch.orders[0]["unit price"]', "number", "2.5"],
    [2, "steps.fetch.orders[1]", "object", "{ id, note }"],
  ]);
});

test("without a sample the tree comes from the shape, a list with one item", () => {
  const shape = {
    ...objectShape({ lines: listShape(objectShape({ sku: textShape })), total: numberShape }),
    optional: ["total"],
  };
  const root = treeNode({ path: ["input"], name: "Input", shape });
  const [lines, total] = childrenOf(root);
  expect([lines?.kind, lines?.preview, total?.isOptional]).toEqual(["list", "", true]);
  expect(lines && childrenOf(lines).map((node) => node.id)).toEqual(["input.lines[0]"]);
});

test("a sample and a shape together show what either knows", () => {
  const root = treeNode({ path: ["input"], name: "Input", value: { a: 1 }, shape: objectShape({ b: textShape }) });
  expect(childrenOf(root).map((node) => [node.name, node.kind, node.preview])).toEqual([
    ["a", "number", "1"],
    ["b", "text", ""],
  ]);
});

test("long lists are cut and say so by their count, not by more lines", () => {
  const root = treeNode({ path: ["input"], name: "Input", value: Array.from({ length: 500 }, (_, at) => at) });
  expect(childrenOf(root)).toHaveLength(20);
  expect(root.preview).toBe("500 items");
});

test("an empty list or object has nothing to open", () => {
  expect(hasChildren(treeNode({ path: ["a"], name: "a", value: [] }))).toBe(false);
  expect(hasChildren(treeNode({ path: ["a"], name: "a", value: {} }))).toBe(false);
});

test("JSON lines are the lines of JSON.stringify, with the path of each", () => {
  const value = { a: [1, { "b c": null }], d: {}, e: [] };
  const lines = jsonLines(value, ["input"]);
  const text = lines.map(
    (line) =>
      `${"  ".repeat(line.depth)}${line.key === null ? "" : `${line.key}: `}${line.text}${line.comma ? "," : ""}`,
  );
  expect(text.join("\n")).toBe(JSON.stringify(value, null, 2));
  expect(lines.find((line) => line.text === "null")?.source).toBe('input.a[1]["b c"]');
});

test("a list of objects is a table of their fields, missing ones left open", () => {
  expect(tableOf(orders)).toEqual({
    columns: ["id", "unit price", "note"],
    rows: [
      [1, 2.5, undefined],
      [2, undefined, null],
    ],
    isRecords: true,
  });
  expect(tableOf([1, 2])?.columns).toEqual(["Value"]);
  expect(tableOf({ a: 1 })?.rows).toEqual([["a", 1]]);
  expect(tableOf("x")).toBeNull();
});
