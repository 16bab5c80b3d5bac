import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { dueTimes, type MissedPolicy, missedMax } from "./due-times.ts";
import { nextTimes, previousTimes } from "./next-times.ts";
import { tickValue } from "./tick-value.ts";

const at = (text: string) => Date.parse(text);
const hourly = { cron: "0 * * * *", zone: "UTC" };
const due = (missed: MissedPolicy, nextMs: number, nowMs: number, schedule = hourly) =>
  dueTimes({ ...schedule, missed }, { nextMs, nowMs });

test.each(["skip", "once", "all"] as const)("%s: a time that has just come starts one run", (missed) => {
  const nextMs = at("2027-01-31T09:00Z");
  expect(due(missed, nextMs, nextMs + 700)).toEqual({
    starts: [{ atMs: nextMs, missed: 0 }],
    nextMs: at("2027-01-31T10:00Z"),
  });
  expect(due(missed, nextMs, nextMs)).toEqual(due(missed, nextMs, nextMs + 700));
});

test("nothing is due before its time", () => {
  const nextMs = at("2027-01-31T09:00Z");
  expect(due("all", nextMs, nextMs - 1)).toEqual({ starts: [], nextMs });
});

describe("after five hours without a process", () => {
  const nextMs = at("2027-01-31T09:00Z");
  const nowMs = at("2027-01-31T13:30Z");

  it("skip starts nothing", () => {
    expect(due("skip", nextMs, nowMs)).toEqual({ starts: [], nextMs: at("2027-01-31T14:00Z") });
  });

  it("once starts one run for the newest time and says how many others it stands for", () => {
    expect(due("once", nextMs, nowMs).starts).toEqual([{ atMs: at("2027-01-31T13:00Z"), missed: 4 }]);
  });

  it("all starts one run for each, in order", () => {
    expect(due("all", nextMs, nowMs).starts.map((start) => start.atMs)).toEqual(
      [9, 10, 11, 12, 13].map((hour) => at(`2027-01-31T${String(hour).padStart(2, "0")}:00Z`)),
    );
  });

  it("a time that came within the last minute is not a missed one", () => {
    const { starts } = due("skip", nextMs, at("2027-01-31T13:00:59Z"));
    expect(starts).toEqual([{ atMs: at("2027-01-31T13:00Z"), missed: 0 }]);
  });
});

it("after years without a process, a schedule of every second makes up for no more than the newest hundred", () => {
  const everySecond = { cron: "* * * * * *", zone: "UTC" };
  const nowMs = at("2027-01-31T13:30Z");
  const { starts } = due("all", at("2020-01-01T00:00Z"), nowMs, everySecond);
  expect(starts.length).toBe(missedMax + 1);
  expect(starts.at(-1)?.atMs).toBe(nowMs);
});

it("a daily time in the hour that exists twice is due once", () => {
  const schedule = { cron: "30 2 * * *", zone: "Europe/Zurich" };
  const first = at("2027-10-31T00:30Z");
  const { starts, nextMs } = due("all", first, first + 100, schedule);
  expect(starts).toEqual([{ atMs: first, missed: 0 }]);
  expect(nextMs).toBe(at("2027-11-01T01:30Z"));
});

it("no time is due twice and none is lost, however irregularly the scheduler looks", () => {
  const lines = ["*/30 * * * *", "30 2 * * *", "0 2,3 * * *", "15 */2 * * *", "0 0 L * *"];
  const gaps = fc.array(fc.integer({ min: 1, max: 5 * 3_600_000 }), { minLength: 1, maxLength: 40 });
  const begin = fc.constantFrom(at("2027-03-27T00:00Z"), at("2027-10-30T00:00Z"), at("2027-06-29T12:00Z"));
  fc.assert(
    fc.property(fc.constantFrom(...lines), begin, gaps, (cron, beginMs, waits) => {
      const schedule = { cron, zone: "Europe/Zurich" };
      let nowMs = beginMs;
      let [nextMs = null] = nextTimes({ ...schedule, fromMs: nowMs, count: 1 });
      const started: number[] = [];
      for (const wait of waits) {
        nowMs += wait;
        if (nextMs === null) break;
        const found = due("all", nextMs, nowMs, schedule);
        started.push(...found.starts.map((start) => start.atMs));
        nextMs = found.nextMs;
      }
      const wanted = nextTimes({ ...schedule, fromMs: beginMs, count: started.length + 1 });
      expect(started).toEqual(wanted.slice(0, -1));
      expect(wanted.at(-1)).toBeGreaterThan(nowMs);
    }),
    { numRuns: 200 },
  );
});

it("looks back over the same times as it looks forward", () => {
  const schedule = { cron: "*/30 * * * *", zone: "Europe/Zurich" };
  const fromMs = at("2027-10-30T22:10Z");
  const forward = nextTimes({ ...schedule, fromMs, count: 12 });
  const back = previousTimes({ ...schedule, fromMs: (forward.at(-1) ?? 0) + 1, count: 12 });
  expect(back.toReversed()).toEqual(forward);
});

it("tells the time that was meant in the schedule's zone", () => {
  expect(tickValue({ atMs: at("2027-07-05T04:30Z"), zone: "Europe/Zurich", missed: 2 })).toEqual({
    scheduledFor: "2027-07-05T06:30:00.000+02:00",
    date: "2027-07-05",
    time: "06:30",
    weekday: "monday",
    zone: "Europe/Zurich",
    missed: 2,
  });
});
