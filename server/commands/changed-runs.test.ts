import { expect, test } from "vitest";
import type { RunId } from "#core/id.ts";
import type { LiveRun } from "../run/live-hub.ts";
import { createChangedRuns } from "./changed-runs.ts";

const runId = (number: number) => `run_${String(number).padStart(6, "0")}` as RunId;
const live = (number: number, status: LiveRun["status"]) => ({ id: runId(number), status }) as LiveRun;

test("of hundreds of runs at once the newest are told, and those told as going on are told their end", () => {
  const changed = createChangedRuns();
  changed.note([live(1, "running")]);
  expect(changed.take()).toEqual([runId(1)]);
  changed.note(Array.from({ length: 300 }, (_, at) => live(at + 1, "succeeded")));
  const told = changed.take();
  expect(told).toHaveLength(51);
  expect(told[0]).toBe(runId(1));
  expect(told.at(-1)).toBe(runId(300));
  expect(changed.take()).toEqual([]);
});

test("the newest run is known whether it is told about or not", () => {
  const changed = createChangedRuns();
  expect(changed.newest()).toBeNull();
  changed.begin(runId(7));
  changed.note([live(3, "running")]);
  expect(changed.newest()).toBe(runId(7));
  changed.note([live(9, "running")]);
  expect(changed.newest()).toBe(runId(9));
});
