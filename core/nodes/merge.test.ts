import { expect, it } from "vitest";
import { merge } from "./merge.ts";
import { emitted, expr, failed } from "./testing/run-node.ts";

const orders = [
  { id: 1, customer: "c1" },
  { id: 2, customer: "c9" },
  { id: 3, customer: null },
];
const customers = [
  { code: "c1", name: "Ann" },
  { code: "c2", name: "Bo" },
];
const byKey = { how: "combine", key: expr("item.customer"), otherKey: expr("item.code") };

it("appends lists and single values, and leaves out what did not come", () => {
  expect(emitted(merge, { inputs: { in1: [1, 2], in2: { a: 1 } } })).toEqual([1, 2, { a: 1 }]);
  expect(emitted(merge, { inputs: { in2: [3] } })).toEqual([3]);
  expect(emitted(merge, { inputs: {} })).toEqual([]);
});

it("combines items by key and keeps those without a partner as asked; null is nobody's key", () => {
  const inputs = { in1: orders, in2: customers };
  const joined = { id: 1, customer: "c1", code: "c1", name: "Ann" };
  expect(emitted(merge, { config: byKey, inputs })).toEqual([joined, orders[1], orders[2]]);
  expect(emitted(merge, { config: { ...byKey, unmatched: "none" }, inputs })).toEqual([joined]);
  const everything = [joined, orders[1], orders[2], customers[1]];
  expect(emitted(merge, { config: { ...byKey, unmatched: "all" }, inputs })).toEqual(everything);
});

it("gives an item once for each of its partners, and stops before keys multiply without end", () => {
  const config = { how: "combine", key: expr("item.k") };
  const inputs = {
    in1: [{ k: 1 }],
    in2: [
      { k: 1, x: "a" },
      { k: 1, x: "b" },
    ],
  };
  expect(emitted(merge, { config, inputs })).toEqual([
    { k: 1, x: "a" },
    { k: 1, x: "b" },
  ]);
  const same = Array.from({ length: 500 }, () => ({ k: 1 }));
  expect(failed(merge, { config, inputs: { in1: same, in2: same } })).toMatch(/^cap: .*200,000 items/);
});

it("joins by place until the shortest or the longest ends", () => {
  const inputs = { in1: [{ a: 1 }, { a: 2 }], in2: [{ b: 1 }] };
  expect(emitted(merge, { config: { how: "zip" }, inputs })).toEqual([{ a: 1, b: 1 }]);
  expect(emitted(merge, { config: { how: "zip", shorter: "longest" }, inputs })).toEqual([{ a: 1, b: 1 }, { a: 2 }]);
  expect(emitted(merge, { config: { how: "zip" }, inputs: { in1: [1], in2: ["x"] } })).toEqual([[1, "x"]]);
});

it("gives an object of what came when it waits for all", () => {
  const config = { how: "wait", inputs: 3 };
  expect(emitted(merge, { config, inputs: { in1: 1, in3: [] } })).toEqual({ in1: 1, in3: [] });
});

it("names the input that is not a list", () => {
  expect(failed(merge, { config: { how: "zip" }, inputs: { in1: [], in2: "x" } })).toMatch(
    /^input: Input 2 is not a list/,
  );
});

it("has as many input ports as the setting says", () => {
  expect(merge.ports({ inputs: 3 }).inputs.map((port) => port.name)).toEqual(["in1", "in2", "in3"]);
});
