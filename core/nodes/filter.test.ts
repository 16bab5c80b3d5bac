import { expect, it } from "vitest";
import { filter } from "./filter.ts";
import { emitted, expr, failed } from "./testing/run-node.ts";

it("keeps the items that meet the condition, in their order", () => {
  const config = { condition: expr("item > 1 && index < 3") };
  expect(emitted(filter, { config, input: [3, 1, 2, 9] })).toEqual([3, 2]);
  expect(emitted(filter, { config: { ...config, keep: "others" }, input: [3, 1, 2, 9] })).toEqual([1, 9]);
});

it("names the item for which the condition gives no true or false, or fails", () => {
  expect(failed(filter, { config: { condition: expr("item") }, input: [true, 4] })).toMatch(
    /gives 4 for item 2 instead/,
  );
  expect(failed(filter, { config: { condition: expr("item.a > 1") }, input: [{ a: 1 }, {}] })).toMatch(
    /“Condition”, item 2/,
  );
});

it("refuses what is not a list", () => {
  expect(failed(filter, { config: { condition: expr("true") }, input: { a: 1 } })).toMatch(
    /“List”: This must be a list/,
  );
});
