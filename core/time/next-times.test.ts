import { describe, expect, it, test } from "vitest";
import { cronFault, isZone, nextTimes } from "./next-times.ts";

const from = (text: string) => Date.parse(text);
const times = (cron: string, zone: string, after: string, count: number) =>
  nextTimes({ cron, zone, fromMs: from(after), count }).map((ms) => new Date(ms).toISOString());

describe("where the clock is put forward (Zurich, 28 March 2027, 02:00 becomes 03:00)", () => {
  it("a daily time in the gap happens once, at the first moment after it", () => {
    expect(times("30 2 * * *", "Europe/Zurich", "2027-03-27T00:00Z", 3)).toEqual([
      "2027-03-27T01:30:00.000Z",
      "2027-03-28T01:00:00.000Z",
      "2027-03-29T00:30:00.000Z",
    ]);
  });

  it("a daily time after the gap stays at the same time by the clock on the wall", () => {
    expect(times("0 9 * * *", "Europe/Zurich", "2027-03-27T00:00Z", 2)).toEqual([
      "2027-03-27T08:00:00.000Z",
      "2027-03-28T07:00:00.000Z",
    ]);
  });

  it("every half hour goes on every half hour", () => {
    expect(times("*/30 * * * *", "Europe/Zurich", "2027-03-28T00:00Z", 4)).toEqual([
      "2027-03-28T00:30:00.000Z",
      "2027-03-28T01:00:00.000Z",
      "2027-03-28T01:30:00.000Z",
      "2027-03-28T02:00:00.000Z",
    ]);
  });
});

describe("where the clock is put back (Zurich, 31 October 2027, 03:00 becomes 02:00)", () => {
  it("a daily time that exists twice happens once, the first time round", () => {
    expect(times("30 2 * * *", "Europe/Zurich", "2027-10-30T12:00Z", 2)).toEqual([
      "2027-10-31T00:30:00.000Z",
      "2027-11-01T01:30:00.000Z",
    ]);
  });

  it("asked in between, it does not happen a second time", () => {
    expect(times("30 2 * * *", "Europe/Zurich", "2027-10-31T00:30Z", 1)).toEqual(["2027-11-01T01:30:00.000Z"]);
  });

  it("every half hour happens in both hours", () => {
    expect(times("*/30 * * * *", "Europe/Zurich", "2027-10-30T23:50Z", 5)).toEqual([
      "2027-10-31T00:00:00.000Z",
      "2027-10-31T00:30:00.000Z",
      "2027-10-31T01:00:00.000Z",
      "2027-10-31T01:30:00.000Z",
      "2027-10-31T02:00:00.000Z",
    ]);
  });
});

it("begins after the moment given, not at it, and gives the same answer whatever the time is now", () => {
  expect(times("0 12 * * *", "UTC", "2027-01-31T12:00Z", 1)).toEqual(["2027-02-01T12:00:00.000Z"]);
  expect(times("0 12 * * *", "UTC", "1999-12-31T12:00Z", 1)).toEqual(["2000-01-01T12:00:00.000Z"]);
});

it("knows seconds, last days and nth weekdays", () => {
  expect(times("*/20 * * * * *", "UTC", "2027-01-31T12:00Z", 2)).toEqual([
    "2027-01-31T12:00:20.000Z",
    "2027-01-31T12:00:40.000Z",
  ]);
  expect(times("0 0 L * *", "UTC", "2027-02-01T00:00Z", 1)).toEqual(["2027-02-28T00:00:00.000Z"]);
  expect(times("0 9 * * MON#1", "UTC", "2027-01-31T00:00Z", 1)).toEqual(["2027-02-01T09:00:00.000Z"]);
});

test.each([
  ["0 0 31 2 *", "There is no such day"],
  ["0 0 30,31 FEB *", "There is no such day"],
  ["61 * * * *", "This cannot be read as a schedule (Invalid value for minute: 61)"],
  ["hello", "This needs five fields"],
  ["", "This needs five fields"],
  ["* * * *", "This needs five fields"],
  ["0 0 1 1 * * 2030", "This needs five fields"],
  ["? * * * *", "Write * instead of ?."],
  [`${"1,".repeat(60)}1 * * * *`, "This is longer than 100 characters"],
  ["@never", "This cannot be read"],
])("%s is refused: %s", (cron, message) => {
  expect(cronFault(cron)).toContain(message);
});

test.each(["0 0 29 2 *", "*/5 * * * *", "0 9 * * 1-5", "@daily", " 0 9 1 JAN *"])("%s is taken", (cron) => {
  expect(cronFault(cron)).toBeNull();
});

it("takes names of zones and UTC, and nothing that depends on the machine", () => {
  expect(["UTC", "Europe/Zurich", "America/New_York"].map(isZone)).toEqual([true, true, true]);
  expect(["local", "system", "", "Mars/Base", "+02:00"].map(isZone)).toEqual([false, false, false, false, false]);
});
