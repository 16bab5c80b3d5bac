import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonFits, textBytes } from "./json-size.ts";

describe("jsonFits", () => {
  it("counts about what JSON text takes, never less than nine tenths of it", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
        const escapes = (JSON.stringify(value).match(/\\/g)?.length ?? 0) * 6;
        expect(jsonFits(value, bytes * 2 + 30, 64)).toBe("fits");
        if (bytes > 50) expect(jsonFits(value, bytes * 0.9 - escapes - 1, 64)).not.toBe("fits");
      }),
    );
  });

  it("refuses what is too large, too deep or no JSON", () => {
    expect(jsonFits("x".repeat(11), 10, 64)).toBe("too-large");
    expect(jsonFits([[[1]]], 100, 2)).toBe("too-deep");
    for (const value of [Number.NaN, 1n, () => 1, undefined, new Map(), new (class Point {})()]) {
      expect(jsonFits([value], 100, 64)).toBe("not-json");
    }
  });

  it("stops early at a value that holds one part many times (r16)", () => {
    let shared: unknown = [1];
    for (let level = 0; level < 40; level++) shared = [shared, shared];
    expect(jsonFits(shared, 1_000, 64)).toBe("too-large");
  });
});

it("textBytes counts UTF-8", () => {
  for (const text of ["abc", "é", "€", "😀", "a😀é€"])
    expect(textBytes(text)).toBe(new TextEncoder().encode(text).length);
});
