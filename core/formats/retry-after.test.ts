import { expect, it, test } from "vitest";
import { readRetryAfter } from "./retry-after.ts";

const now = Date.parse("2027-01-31T09:00:00Z");

test.each([
  ["120", 120_000],
  [" 0 ", 0],
  ["1.5", 1_500],
  ["Sun, 31 Jan 2027 09:02:00 GMT", 120_000],
  ["Sunday, 31-Jan-27 09:02:00 GMT", 120_000],
  ["Sun, 31 Jan 2027 08:00:00 GMT", 0],
  ["-5", null],
  ["soon", null],
  ["", null],
  ["9999999999999", null],
])("%s is %s milliseconds", (text, ms) => {
  expect(readRetryAfter({ "retry-after": text }, now)).toBe(ms);
});

it("counts a date from the answer's own date, since their clock may be wrong", () => {
  const headers = { "retry-after": "Sun, 31 Jan 2027 12:00:30 GMT", date: "Sun, 31 Jan 2027 12:00:00 GMT" };
  expect(readRetryAfter(headers, now)).toBe(30_000);
});

it("is null without the header", () => {
  expect(readRetryAfter({ date: "Sun, 31 Jan 2027 12:00:00 GMT" }, now)).toBeNull();
});
