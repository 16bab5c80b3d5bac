import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Json, JsonObject } from "../json/json.ts";
import { group } from "./group.ts";
import { parse } from "./parse.ts";
import { emitted, expr, failed } from "./testing/run-node.ts";

const all = ["count", "sum", "min", "max", "mean", "list", "first", "last"].map((kind) => ({
  name: kind,
  kind,
  value: expr("item.v"),
}));
const by = [{ name: "k", value: expr("item.k") }];

it("counts the companies of each sector of the real file as an independent count does", () => {
  const text = readFileSync(new URL("../../public/samples/constituents.csv", import.meta.url), "utf8");
  const sector = [{ name: "sector", value: expr('item["GICS Sector"]') }];
  const groups = emitted(group, { config: { by: sector }, input: emitted(parse, { input: text }) });
  expect(groups).toEqual(
    expect.arrayContaining([
      { sector: "Industrials", count: 83 },
      { sector: "Financials", count: 76 },
      { sector: "Energy", count: 21 },
    ]),
  );
  expect((groups as readonly JsonObject[]).reduce((sum, row) => sum + Number(row.count), 0)).toBe(503);
});

it("computes every summary, with numbers in text, and leaves empty values out", () => {
  const input = [
    { k: "a", v: "1.5" },
    { k: "b", v: null },
    { k: "a", v: 4 },
    { k: "a", v: "" },
  ];
  expect(emitted(group, { config: { by, summaries: all }, input })).toEqual([
    { k: "a", count: 3, sum: 5.5, min: 1.5, max: 4, mean: 2.75, list: ["1.5", 4, ""], first: "1.5", last: 4 },
    { k: "b", count: 1, sum: 0, min: null, max: null, mean: null, list: [null], first: null, last: null },
  ]);
});

it("takes the smallest and largest of dates and other texts", () => {
  const summaries = [
    { name: "from", kind: "min", value: expr("item") },
    { name: "to", kind: "max", value: expr("item") },
  ];
  const input = ["2027-03-01", "2026-12-31", "2027-01-15"];
  expect(emitted(group, { config: { summaries }, input })).toEqual([{ from: "2026-12-31", to: "2027-03-01" }]);
});

it("makes one group of the whole list without keys, also of an empty list", () => {
  expect(emitted(group, { input: [1, 2, 3] })).toEqual([{ count: 3 }]);
  expect(emitted(group, { input: [] })).toEqual([{ count: 0 }]);
  expect(emitted(group, { config: { by }, input: [] })).toEqual([]);
});

it("adds cents without drifting", () => {
  const summaries = [{ name: "sum", kind: "sum", value: expr("item") }];
  expect(emitted(group, { config: { summaries }, input: Array<Json>(10).fill(0.1) })).toEqual([{ sum: 1 }]);
});

it("keeps keys apart that only look alike, several keys too", () => {
  const keys = [
    { name: "a", value: expr("item[0]") },
    { name: "b", value: expr("item[1]") },
  ];
  const input = [
    ["1", "2"],
    [1, "2"],
    ["1:2", ""],
    ["1", "2"],
    [{ x: 1, y: 2 }, null],
    [{ y: 2, x: 1 }, null],
  ];
  const groups = emitted(group, { config: { by: keys }, input }) as readonly JsonObject[];
  expect(groups.map((row) => row.count)).toEqual([2, 1, 1, 2]);
});

it("r19 groups by names such as __proto__ and constructor like by any other", () => {
  const input = ["__proto__", "constructor", "toString", "__proto__"].map((k) => ({ k }));
  expect(emitted(group, { config: { by }, input })).toEqual([
    { k: "__proto__", count: 2 },
    { k: "constructor", count: 1 },
    { k: "toString", count: 1 },
  ]);
});

it("names the summary, the item and the value that is no number", () => {
  const summaries = [{ name: "total", kind: "sum", value: expr("item.v") }];
  expect(failed(group, { config: { summaries }, input: [{ v: 1 }, { v: "n/a" }] })).toMatch(
    /^input: “total” needs numbers, but item 2 has "n\/a"/,
  );
});

it("fails instead of giving a sum that is no number any more", () => {
  const summaries = [{ name: "total", kind: "sum", value: expr("item") }];
  expect(failed(group, { config: { summaries }, input: [1e308, 1e308] })).toMatch(
    /^input: “total” gets larger than any/,
  );
});

it("loses and invents no item, whatever the keys", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ k: fc.jsonValue({ maxDepth: 1 }) })), (input) => {
      const groups = emitted(group, { config: { by }, input: JSON.parse(JSON.stringify(input)) as Json });
      const counts = (groups as readonly JsonObject[]).map((row) => Number(row.count));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(input.length);
    }),
  );
});

it("knows its columns", () => {
  const inputs = new Map();
  const config = { list: expr("input"), by, summaries: [all[0], all[5]] };
  expect(group.output({ config, inputs, shapeOfField: () => ({ kind: "text" }) })).toEqual({
    kind: "list",
    of: {
      kind: "object",
      fields: { k: { kind: "text" }, count: { kind: "number" }, list: { kind: "list", of: { kind: "text" } } },
      open: false,
    },
  });
});
