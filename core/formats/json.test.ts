import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "./json.ts";

function messageOf(text: string): string {
  const result = parseJson(text);
  return result.ok ? "no error" : result.failure.message;
}

describe("parseJson", () => {
  it("reads JSON, with a byte order mark too", () => {
    expect(parseJson('\uFEFF{"a": [1, "x", null]}')).toEqual({ ok: true, value: { a: [1, "x", null] } });
  });

  it.each([
    ['{\n  "a": 1,\n  "b": "hello" "c": 2\n}', 'Line 3, column 16: expected a comma or }, found "\\"".'],
    ["[1, 2", "Line 1, column 6: expected a comma or ], but the text ends here."],
    ['{"a" 1}', 'Line 1, column 6: expected a colon, found "1".'],
    ["{a: 1}", 'Line 1, column 2: expected a field name in double quotes or }, found "a".'],
    ['{"a": 1,}', 'Line 1, column 9: expected a field name in double quotes, found "}".'],
    ["[1,]", 'Line 1, column 4: expected a value, found "]".'],
    ["{'a': 1}", 'Line 1, column 2: expected a field name in double quotes or }, found "\'".'],
    ["['a']", "Line 1, column 2: texts are written in double quotes, not single ones."],
    ["[True]", "Line 1, column 2: “True” is not a value; put texts in double quotes."],
    ["[01]", "Line 1, column 2: “01” is not a number as JSON writes them."],
    ['["a', "Line 1, column 2: this text is never closed; add the closing double quote."],
    ['["a\\x"]', "Line 1, column 4: this backslash begins no known escape; double it."],
    ["", "Line 1, column 1: the text is empty; expected a JSON value."],
    ["{} {}", 'Line 1, column 4: expected nothing more, found "{".'],
    ["[1\u00a0]", 'Line 1, column 3: expected a comma or ], found "\u00a0".'],
  ])("says where %j goes wrong", (text, message) => {
    expect(messageOf(text)).toBe(message);
  });

  it("finds a place in the text for whatever is broken in a JSON text", () => {
    let broken = 0;
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom("", "}", "]", '"', ",", ":", "x", "\n"), (text, at, put) => {
        const place = at % (text.length + 1);
        const changed = text.slice(0, place) + put + text.slice(place + 1);
        const result = parseJson(changed);
        if (result.ok || result.failure.code !== "parse") return;
        broken += 1;
        expect(result.failure.message).toMatch(/^Line \d+, column \d+: (?!this is not JSON)/);
      }),
      { numRuns: 500 },
    );
    expect(broken).toBeGreaterThan(50);
  });

  it("r19 refuses names that could reach a prototype, at any depth", () => {
    expect(messageOf('{"a": [{"__proto__": {"x": 1}}]}')).toMatch(/^Line 1, column 9: “__proto__” is a name/);
    expect(messageOf('{"constructor": 1}')).toMatch(/“constructor” is a name/);
  });

  it("r16 refuses nesting past the cap instead of overflowing", () => {
    expect(messageOf("[".repeat(65) + "]".repeat(65))).toMatch(/nested more than 64 levels/);
    expect(messageOf("[".repeat(100_000))).toMatch(/^Line 1, column 100001: /);
  });
});
