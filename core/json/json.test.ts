import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonArbitrary } from "../graph/testing/graph-arbitrary.ts";
import { canonicalJson } from "./canonical.ts";
import { closestName } from "./closest-name.ts";
import { equalJson } from "./equal-json.ts";
import { isSafeJson, jsonFaultOf } from "./safe-json.ts";
import { anyShape, listShape, numberShape, objectShape, textShape } from "./shape.ts";
import { mergeShapes, shapeOf } from "./shape-of.ts";

describe("canonicalJson", () => {
  it("gives one text for equal values, and that text reads as the value", () => {
    fc.assert(
      fc.property(jsonArbitrary, (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
    expect(canonicalJson({ b: 1, a: [{ d: 1, c: 2 }] })).toBe('{"a":[{"c":2,"d":1}],"b":1}');
  });

  it("is equal exactly when the values are", () => {
    fc.assert(
      fc.property(jsonArbitrary, jsonArbitrary, (a, b) => {
        expect(equalJson(a, b)).toBe(canonicalJson(a) === canonicalJson(b));
      }),
    );
  });
});

describe("safe JSON", () => {
  it("r19 refuses names that reach the prototype, at any depth, and says where", () => {
    expect(jsonFaultOf(JSON.parse('{"a":[0,{"__proto__":1}]}'))).toMatchObject({ path: ".a[1]" });
    expect(isSafeJson({ constructor: 1 })).toBe(false);
  });

  it("refuses what JSON cannot write, and what is too deep", () => {
    for (const value of [undefined, Number.NaN, () => 1, 1n, new Map(), new (class Thing {})()])
      expect(isSafeJson(value)).toBe(false);
    let deep: unknown = 1;
    for (let level = 0; level < 80; level++) deep = [deep];
    expect(isSafeJson(deep)).toBe(false);
  });
});

describe("shapeOf", () => {
  it("joins what the items of a list have in common", () => {
    expect(
      shapeOf([
        { a: 1, b: "x" },
        { a: null, c: [] },
      ]),
    ).toEqual(
      listShape({
        kind: "object",
        fields: { a: numberShape, b: textShape, c: listShape(anyShape) },
        open: false,
        optional: ["b", "c"],
      }),
    );
    expect(shapeOf([1, "x"])).toEqual(listShape(anyShape));
  });

  it("merges an empty list into what is known of its items", () => {
    expect(mergeShapes(listShape(anyShape), listShape(numberShape))).toEqual(listShape(numberShape));
    expect(mergeShapes(objectShape({}, true), objectShape({ a: numberShape }))).toMatchObject({
      open: true,
      optional: ["a"],
    });
  });
});

describe("closestName", () => {
  it.each([
    ["ordrs", "orders"],
    ["ORDERS", "orders"],
    ["odrers", "orders"],
    ["xyz", null],
  ])("%s means %s", (typed, name) => {
    expect(closestName(typed, ["customers", "orders", "total"])).toBe(name);
  });
});
