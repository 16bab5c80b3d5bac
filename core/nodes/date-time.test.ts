import { expect, it } from "vitest";
import type { Json } from "../json/json.ts";
import { dateTime } from "./date-time.ts";
import { emitted, expr, failed, testNow } from "./testing/run-node.ts";

it.each<[Record<string, Json>, Json, Json]>([
  [{}, null, "2027-01-31T09:30:15.250Z"],
  [{ zone: "Europe/Zurich" }, null, "2027-01-31T10:30:15.250+01:00"],
  [
    { action: "parse", pattern: "dd.MM.yyyy HH:mm", zone: "Europe/Zurich" },
    "01.07.2027 08:00",
    "2027-07-01T08:00:00.000+02:00",
  ],
  [
    { action: "format", pattern: "d LLLL yyyy, HH:mm", zone: "Europe/Zurich" },
    "2027-01-31T09:00:00Z",
    "31 January 2027, 10:00",
  ],
  [{ action: "format" }, testNow, "2027-01-31"],
  [{ action: "format" }, Math.floor(testNow / 1000), "2027-01-31"],
  [{ action: "format" }, "Sun, 31 Jan 2027 23:30:00 -0500", "2027-02-01"],
  [{ action: "add", unit: "months" }, "2027-01-31", "2027-02-28T00:00:00.000Z"],
  [{ action: "add", amount: -36, unit: "hours" }, "2027-01-31", "2027-01-29T12:00:00.000Z"],
  [{ action: "add", unit: "days", zone: "Europe/Zurich" }, "2027-03-27T12:00", "2027-03-28T12:00:00.000+02:00"],
  [{ action: "difference", until: "2027-03-01" }, "2027-01-31", 29],
  [{ action: "difference", until: "2027-01-30T12:00" }, "2027-01-31", 0],
  [{ action: "difference", until: "2027-01-30T12:00", whole: false }, "2027-01-31", -0.5],
  [{ action: "round", to: "week" }, "2027-01-31T09:30", "2027-01-25T00:00:00.000Z"],
  [{ action: "round", to: "hour", direction: "nearest" }, "2027-01-31T09:30", "2027-01-31T10:00:00.000Z"],
  [{ action: "round", to: "month", direction: "end" }, "2027-02-03", "2027-02-28T23:59:59.999Z"],
])("with %j makes of %j %j", (config, input, answer) => {
  expect(emitted(dateTime, { config, input })).toBe(answer);
});

it.each<[Record<string, Json>, Json, RegExp]>([
  [{ action: "format" }, "31.01.2027", /^input: "31.01.2027" is not a date or time. Use a form such as/],
  [{ action: "format" }, null, /^input: null is not a date or time/],
  [
    { action: "parse", pattern: "dd.MM.yyyy" },
    "01/31/2027",
    /^input: “01\/31\/2027” does not fit the pattern dd.MM.yyyy/,
  ],
  [{ zone: "Mars/Base" }, null, /^config: There is no time zone “Mars\/Base”/],
  [{ zone: "system" }, null, /^config: There is no time zone “system”/],
  [{ action: "add", amount: 1e300 }, "2027-01-31", /^input: The result lies outside the calendar/],
])("with %j refuses %j and says what to do", (config, input, message) => {
  expect(failed(dateTime, { config, input })).toMatch(message);
});

it("takes the date from a formula", () => {
  const config = { action: "format", moment: expr("input.at") };
  expect(emitted(dateTime, { config, input: { at: "2027-01-31" } })).toBe("2027-01-31");
});
