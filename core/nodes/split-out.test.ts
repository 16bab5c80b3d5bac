import { expect, it } from "vitest";
import { splitOut } from "./split-out.ts";
import { emitted, expr, failed } from "./testing/run-node.ts";

const orders = [
  { id: 1, lines: [{ sku: "a" }, { sku: "b" }] },
  { id: 2, lines: [] },
  { id: 3, lines: [{ sku: "c", id: 30 }] },
];
const parts = expr("item.lines");

it("makes one list of the lists inside, with or without the fields around them", () => {
  expect(emitted(splitOut, { config: { parts }, input: orders })).toEqual([
    { sku: "a" },
    { sku: "b" },
    { sku: "c", id: 30 },
  ]);
  const merged = emitted(splitOut, { config: { parts, include: "merge" }, input: orders });
  expect(merged).toMatchObject([
    { id: 1, sku: "a" },
    { id: 1, sku: "b" },
    { id: 30, sku: "c" },
  ]);
  const pairs = emitted(splitOut, { config: { parts, include: "pair" }, input: orders });
  expect(pairs).toHaveProperty([2, "item", "id"], 3);
});

it("takes one object, and flattens a list of lists as it stands", () => {
  expect(emitted(splitOut, { config: { parts }, input: orders[0] ?? null })).toEqual([{ sku: "a" }, { sku: "b" }]);
  expect(emitted(splitOut, { input: [[1, 2], [], null, [3]] })).toEqual([1, 2, 3]);
});

it("names the item that has no list, and parts that have no fields", () => {
  expect(failed(splitOut, { config: { parts }, input: [{ lines: [] }, { lines: "x" }] })).toMatch(
    /^input: Item 2 has no list/,
  );
  expect(failed(splitOut, { config: { parts, include: "merge" }, input: [{ lines: [1] }] })).toMatch(
    /^input: Item 1 or its part/,
  );
});
