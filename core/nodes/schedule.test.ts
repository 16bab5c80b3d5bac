import { expect, it, test } from "vitest";
import type { JsonObject } from "../json/json.ts";
import { parseConfig } from "../node-kit/parse-config.ts";
import { cronOf, type ScheduleConfig } from "../time/schedule-config.ts";
import { schedule } from "./schedule.ts";
import { emitted } from "./testing/run-node.ts";

function lineOf(raw: JsonObject): string {
  const { config, issues } = parseConfig(schedule, raw);
  expect(issues).toEqual([]);
  return cronOf(config as unknown as ScheduleConfig).cron;
}

test.each<[JsonObject, string, string]>([
  [{}, "0 9 * * *", "Every day at 09:00"],
  [{ every: "minutes" }, "*/15 * * * *", "Every 15 minutes"],
  [{ every: "minutes", minutes: "1" }, "* * * * *", "Every minute"],
  [{ every: "hours", hours: "6", minute: 5 }, "5 */6 * * *", "Every 6 hours"],
  [{ every: "day", time: "07:05" }, "5 7 * * *", "Every day at 07:05"],
  [{ every: "week", weekday: "workdays", time: "6:30" }, "30 6 * * 1-5", "Workdays at 6:30"],
  [{ every: "week", weekday: "sunday" }, "0 9 * * 0", "Sunday at 09:00"],
  [{ every: "month", dayOfMonth: 31 }, "0 9 31 * *", "Day 31 at 09:00"],
  [{ every: "month", lastDay: true }, "0 9 L * *", "Last day of the month at 09:00"],
  [{ every: "cron", cron: " */5 8-18 * * 1-5 " }, "*/5 8-18 * * 1-5", " */5 8-18 * * 1-5 "],
])("%j is the line %s", (raw, line, caption) => {
  expect(lineOf(raw)).toBe(line);
  expect(schedule.caption(parseConfig(schedule, raw).config)).toBe(caption);
});

test.each<[JsonObject, string]>([
  [{ every: "cron", cron: "" }, "“Cron line” is missing"],
  [{ time: "25:00" }, "“At”: Write the time as 09:30."],
])("%j does not compile: %s", (raw, message) => {
  expect(parseConfig(schedule, raw).issues.map((issue) => issue.message)).toEqual([expect.stringContaining(message)]);
});

it("passes the time on as the trigger's value", () => {
  const tick = { scheduledFor: "2027-01-31T09:00:00.000+01:00", zone: "Europe/Zurich", missed: 0 };
  expect(emitted(schedule, { input: tick })).toEqual(tick);
});
