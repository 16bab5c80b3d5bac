import { expect, test } from "vitest";
import { json } from "./json-schema.ts";

const messagesOf = (value: unknown) => json.safeParse(value).error?.issues.map(({ message }) => message) ?? [];

test("every JSON value passes as it is", () => {
  const value = { list: [1, "two", null, { three: true }] };
  expect(json.parse(value)).toBe(value);
  expect(messagesOf(null)).toEqual([]);
});

test("r19 names that reach the prototype are refused wherever they are", () => {
  const attack: unknown = JSON.parse('{ "rows": [{ "__proto__": { "isAdmin": true } }] }');
  expect(Object.keys((attack as { rows: object[] }).rows[0] ?? {})).toEqual(["__proto__"]);
  expect(messagesOf(attack)).toEqual(['.rows[0]: the name "__proto__" is not allowed.']);
  expect(messagesOf({ constructor: 1 })).toEqual(['the name "constructor" is not allowed.']);
});

test("r16 a value that is nested too deeply is refused", () => {
  const deep: unknown = JSON.parse(`${"[".repeat(70)}${"]".repeat(70)}`);
  expect(messagesOf(deep)).toEqual([expect.stringContaining("nested deeper than 64 levels")]);
});

test("no value at all is refused", () => {
  expect(messagesOf(undefined)).toEqual(["Give a value; null stands for none."]);
});
