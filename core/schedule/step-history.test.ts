import { describe, expect, it } from "vitest";
import { failure } from "../failure.ts";
import { idOf } from "../id.ts";
import type { RunEvent, RunFact } from "./event.ts";
import { stepHistoryOf } from "./step-history.ts";

const activation = idOf("n", "call");
const broken = failure("network", "Nobody answers.", { retryable: true });
const child = { runId: idOf("run", "0198c0de"), workflowId: idOf("wf", "other") };
const eventsOf = (...facts: RunFact[]): RunEvent[] => facts.map((fact, at) => ({ ...fact, seq: at + 1, at: at * 10 }));

const started = (attempt: number): RunFact => ({ type: "activation.started", activation, attempt });
const emitted: RunFact = { type: "activation.emitted", activation, port: "out", output: { value: 1 }, ms: 5 };
const retried = (attempt: number): RunFact => ({
  type: "attempt.failed",
  activation,
  attempt,
  failure: broken,
  retryAtMs: attempt * 1_000,
  ms: 7,
});

describe("stepHistoryOf", () => {
  it("a pure step has one try and nothing else", () => {
    expect(stepHistoryOf(eventsOf(emitted))).toEqual({
      attempt: 1,
      failedTries: [],
      waiting: null,
      fallbackFor: null,
      children: [],
    });
  });

  it("has every failed try with its pause, and what it gave instead in the end", () => {
    const failed: RunFact = { ...emitted, fallbackFor: broken };
    const { attempt, failedTries, fallbackFor } = stepHistoryOf(
      eventsOf(started(1), retried(1), started(2), retried(2), started(3), failed),
    );
    expect(attempt).toBe(3);
    expect(failedTries).toEqual([
      { attempt: 1, failure: broken, ms: 7, retryAtMs: 1_000 },
      { attempt: 2, failure: broken, ms: 7, retryAtMs: 2_000 },
      { attempt: 3, failure: broken, ms: 5, retryAtMs: null },
    ]);
    expect(fallbackFor).toBe(broken);
  });

  it("a pure step says only which tries failed; the last one follows them", () => {
    const { attempt, failedTries } = stepHistoryOf(eventsOf(retried(1), retried(2), emitted));
    expect(attempt).toBe(3);
    expect(failedTries.map((failed) => failed.attempt)).toEqual([1, 2]);
  });

  it("the last failed try has no pause", () => {
    const ended: RunFact = { type: "activation.failed", activation, attempt: 2, failure: broken, ms: 3 };
    const { failedTries, attempt } = stepHistoryOf(eventsOf(started(1), retried(1), started(2), ended));
    expect(failedTries.map(({ retryAtMs }) => retryAtMs)).toEqual([1_000, null]);
    expect(attempt).toBe(2);
  });

  it("waits for what it asked for until that comes, its time limit notwithstanding", () => {
    const signal: RunFact = {
      type: "wait.opened",
      activation,
      attempt: 1,
      index: 0,
      on: { kind: "signal", names: ["paid"] },
      untilMs: 99,
    };
    const limit: RunFact = { type: "timer.set", activation, untilMs: 50 };
    const came: RunFact = {
      type: "signal.received",
      activation,
      attempt: 1,
      index: 0,
      name: "paid",
      by: null,
      value: { value: 1 },
    };
    const open = [started(1), signal, limit];
    expect(stepHistoryOf(eventsOf(...open)).waiting).toEqual({ on: "signal", names: ["paid"], untilMs: 99 });
    expect(stepHistoryOf(eventsOf(...open, came)).waiting).toBeNull();
    expect(stepHistoryOf(eventsOf(started(1), limit)).waiting).toEqual({ on: "time", untilMs: 50 });
    expect(stepHistoryOf(eventsOf(started(1), retried(1))).waiting).toEqual({ on: "retry", untilMs: 1_000 });
    expect(stepHistoryOf(eventsOf(started(1), retried(1), started(2))).waiting).toBeNull();
  });

  it("links the runs that it started", () => {
    const waiting: RunFact = {
      type: "wait.opened",
      activation,
      attempt: 1,
      index: 0,
      on: { kind: "child", ...child },
      untilMs: null,
    };
    const ended: RunFact = { type: "effect.settled", activation, attempt: 1, index: 0, result: { failure: broken } };
    expect(stepHistoryOf(eventsOf(started(1), waiting)).waiting).toEqual({ on: "child", ...child, untilMs: null });
    expect(stepHistoryOf(eventsOf(started(1), waiting, ended)).children).toEqual([child]);
  });
});
