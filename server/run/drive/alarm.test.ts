import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { setAlarm } from "./alarm.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("an alarm further away than a timer can hold rings at its moment, once", () => {
  const atMs = Date.now() + 2 ** 32;
  const rung: number[] = [];
  setAlarm(Date.now, atMs, () => rung.push(Date.now()));
  vi.advanceTimersByTime(2 ** 32 - 1);
  expect(rung).toEqual([]);
  vi.advanceTimersByTime(2 ** 33);
  expect(rung).toEqual([atMs]);
});

test("an alarm does not ring while its clock is behind, however many timers have passed", () => {
  let offset = 0;
  const rung: number[] = [];
  setAlarm(
    () => Date.now() - offset,
    Date.now() + 1_000,
    () => rung.push(Date.now()),
  );
  offset = 5_000;
  vi.advanceTimersByTime(5_999);
  expect(rung).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(rung).toHaveLength(1);
});

test("an alarm for a moment that has passed rings soon, but not within the turn that sets it", () => {
  let hasRung = false;
  setAlarm(Date.now, 0, () => {
    hasRung = true;
  });
  expect(hasRung).toBe(false);
  vi.advanceTimersByTime(1);
  expect(hasRung).toBe(true);
});

test("an alarm that was cancelled never rings", () => {
  let hasRung = false;
  setAlarm(Date.now, Date.now() + 10, () => {
    hasRung = true;
  }).cancel();
  vi.advanceTimersByTime(100);
  expect(hasRung).toBe(false);
});
