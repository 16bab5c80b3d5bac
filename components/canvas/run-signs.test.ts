import { describe, expect, it } from "vitest";
import { failure } from "#core/failure.ts";
import type { NodeView } from "#core/schedule/run-view.ts";
import { breakerSign, runSigns } from "./run-signs.ts";

const nowMs = Date.UTC(2026, 10, 21, 12, 0, 0);
const running: NodeView = {
  status: "running",
  startedAt: nowMs,
  ms: null,
  counts: { total: 1, running: 1, waiting: 0, succeeded: 0, failed: 0, skipped: 0 },
  failure: null,
  items: null,
  progress: null,
  waiting: null,
  attempt: 1,
  usedFallback: false,
  activeState: null,
};
const refused = failure("network", "The other side could not be reached.", { retryable: true });
const signsOf = (change: Partial<NodeView>, attempts = 1) => runSigns({ ...running, ...change }, attempts, nowMs);

describe("signs of a run on a card", () => {
  it("a first try that goes on has none", () => {
    expect(signsOf({}, 5)).toEqual([]);
  });

  it("a pause before the next try says which one comes, when, and why the last failed", () => {
    const waiting = { on: "retry", untilMs: nowMs + 4_000 } as const;
    const [sign, ...more] = signsOf({ status: "waiting", waiting, attempt: 2, failure: refused }, 5);
    expect(more).toEqual([]);
    expect(sign).toMatchObject({ kind: "retry", text: "3 of 5" });
    expect(sign?.label).toMatch(
      /^Try 2 failed: The other side could not be reached\. Try 3 of 5 comes at \d\d:\d\d:04\.$/,
    );
  });

  it("a second try under way says so, and is silent once it has ended", () => {
    expect(signsOf({ attempt: 2 }, 3)).toMatchObject([{ kind: "retry", text: "2 of 3" }]);
    expect(signsOf({ attempt: 2, status: "succeeded" }, 3)).toEqual([]);
  });

  it.each([
    ["signal", "Waits for a signal"],
    ["task", "Waits for a person to decide"],
    ["child", "Waits for the workflow that it started"],
  ] as const)("a wait for a %s says what for", (on, label) => {
    expect(signsOf({ status: "waiting", waiting: { on, untilMs: null } })).toMatchObject([{ kind: on, label }]);
    expect(signsOf({ status: "waiting", waiting: { on, untilMs: nowMs } })[0]?.label).toContain("at most");
  });

  it("a wait for a moment shows the time today and the day when it is further off", () => {
    const soon = signsOf({ status: "waiting", waiting: { on: "time", untilMs: nowMs + 3_600_000 } });
    const late = signsOf({ status: "waiting", waiting: { on: "time", untilMs: nowMs + 3 * 86_400_000 } });
    expect(soon[0]?.text).toMatch(/^\d\d:\d\d$/);
    expect(late[0]?.text).toBe("24 Nov");
  });

  it("an open breaker is shown while the step has not come through", () => {
    const open = failure("breaker", "example.com is left alone until 12:01.", { retryable: true });
    expect(signsOf({ status: "failed", failure: open })).toMatchObject([{ kind: "breaker", label: open.message }]);
    expect(signsOf({ status: "succeeded", failure: open })).toEqual([]);
  });

  it("a breaker says which host is left alone until when, and that it is tried again", () => {
    const open = { host: "example.com:443", state: "open", untilMs: nowMs, lastFailure: "It answered 503." } as const;
    expect(breakerSign(open).label).toMatch(
      /^example\.com:443 failed again .* until \d\d:\d\d:00\. Last failure: It answered 503\.$/,
    );
    expect(breakerSign({ ...open, state: "half-open", untilMs: null }).text).toBe("Trying again");
  });

  it("a fallback that was used says what went wrong", () => {
    const [sign] = signsOf({ status: "succeeded", usedFallback: true, failure: refused });
    expect(sign).toMatchObject({ kind: "fallback" });
    expect(sign?.label).toContain(refused.message);
  });
});
