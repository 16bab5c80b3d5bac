import { expect, it } from "vitest";
import { emitted, expr, failed, runNode, testNow } from "./testing/run-node.ts";
import { wait } from "./wait.ts";

const results = [{ ok: true, value: null }] as const;
const untilMs = (config: Parameters<typeof runNode>[1]) => {
  const [effect] = runNode(wait, { ...config, results }).effects;
  return effect?.kind === "sleep" ? effect.request.untilMs : undefined;
};

it("sleeps for the time given, counted from the start of the step, and passes on what arrived", () => {
  expect(emitted(wait, { input: { a: 1 }, results })).toEqual({ a: 1 });
  expect(untilMs({})).toBe(testNow + 60_000);
  expect(untilMs({ config: { amount: expr("input.hours"), unit: "hours" }, input: { hours: 1.5 } })).toBe(
    testNow + 5_400_000,
  );
});

it("sleeps until a moment, read in the zone given", () => {
  const config = { kind: "until", until: "2027-02-01T08:00", zone: "Europe/Zurich" };
  expect(untilMs({ config })).toBe(testNow + 21 * 3_600_000 + 29 * 60_000 + 44_750);
});

it("refuses waits of more than five years and moments that are none", () => {
  expect(failed(wait, { config: { amount: 4000, unit: "days" } })).toMatch(
    /^config: The wait is longer than five years/,
  );
  expect(failed(wait, { config: { kind: "until", until: "soon" } })).toMatch(/^input: "soon" is not a date or time/);
});

it("says one second on its card, and two seconds", () => {
  expect(wait.caption?.({ kind: "duration", amount: 1, unit: "seconds" })).toBe("1 second");
  expect(wait.caption?.({ kind: "duration", amount: 2, unit: "seconds" })).toBe("2 seconds");
});
