import { expect, it } from "vitest";
import { removeDuplicates } from "./remove-duplicates.ts";
import { emitted, expr } from "./testing/run-node.ts";

it("keeps one of equal items, whatever the order of their fields", () => {
  expect(emitted(removeDuplicates, { input: [{ a: 1, b: 2 }, { b: 2, a: 1 }, "1", 1, 1] })).toEqual([
    { a: 1, b: 2 },
    "1",
    1,
  ]);
});

it("keeps the first or the last item per key, in the order of the list", () => {
  const input = [
    { mail: "a", at: 1 },
    { mail: "b", at: 2 },
    { mail: "a", at: 3 },
  ];
  const config = { by: expr("item.mail") };
  expect(emitted(removeDuplicates, { config, input })).toEqual([input[0], input[1]]);
  expect(emitted(removeDuplicates, { config: { ...config, keep: "last" }, input })).toEqual([input[1], input[2]]);
});

it("r19 takes __proto__ for a value like any other", () => {
  expect(emitted(removeDuplicates, { input: ["__proto__", "constructor", "__proto__"] })).toEqual([
    "__proto__",
    "constructor",
  ]);
});
