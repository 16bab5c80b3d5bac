import fc from "fast-check";
import { expect, it } from "vitest";
import type { Json } from "../json/json.ts";
import { sort } from "./sort.ts";
import { emitted, expr } from "./testing/run-node.ts";

const sorted = (input: Json, row: Record<string, Json> = {}) => emitted(sort, { config: { by: [row] }, input });

it("sorts numbers by size, numbers in text among them, then texts, then the rest, empty ones last", () => {
  const input = ["b", 10, "9", null, "a", true, "", -1];
  expect(sorted(input)).toEqual([-1, "9", 10, "a", "b", true, null, ""]);
  expect(sorted(input, { direction: "descending" })).toEqual([true, "b", "a", 10, "9", -1, null, ""]);
});

it("sorts texts without regard to case and accents, and digits as numbers when natural", () => {
  expect(sorted(["Zug", "élan", "apple", "Eber", "zoo"], { compare: "text" })).toEqual([
    "apple",
    "Eber",
    "élan",
    "zoo",
    "Zug",
  ]);
  expect(sorted(["file 10", "File 9", "file 9b", "10", "9"], { compare: "natural" })).toEqual([
    "9",
    "10",
    "File 9",
    "file 9b",
    "file 10",
  ]);
  expect(sorted(["10", "9"], { compare: "text" })).toEqual(["10", "9"]);
});

it("goes on to the next value where the first is the same, and keeps the order of equals", () => {
  const input = [
    { n: 1, name: "b", at: 0 },
    { n: 2, name: "c", at: 1 },
    { n: 1, name: "a", at: 2 },
    { n: 1, name: "b", at: 3 },
  ];
  const by: Json = [{ value: expr("item.n"), direction: "descending" }, { value: expr("item.name") }];
  const result = emitted(sort, { config: { by }, input }) as readonly { at: number }[];
  expect(result.map((item) => item.at)).toEqual([1, 2, 0, 3]);
});

it("gives the same order however the list was shuffled, and loses nothing", () => {
  const value = fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string(),
    fc.constant(null),
  );
  const compare = fc.constantFrom("auto", "number", "text", "natural");
  fc.assert(
    fc.property(fc.uniqueArray(value, { selector: (entry) => JSON.stringify(entry) }), compare, (list, how) => {
      const input = JSON.parse(JSON.stringify(list)) as Json[];
      const result = sorted(input, { compare: how }) as readonly Json[];
      expect(result).toHaveLength(input.length);
      const again = sorted([...input].reverse(), { compare: how }) as readonly Json[];
      // Values that compare equal ("1" and 1) keep their first order, so only their sort keys must agree.
      expect(again.map(spelled)).toEqual(result.map(spelled));
    }),
  );
});

const spelled = (value: Json) =>
  value === null || String(value).trim() === "" ? "" : Number.isFinite(Number(value)) ? Number(value) + 0 : value;
