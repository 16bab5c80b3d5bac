import { describe, expect, test } from "vitest";
import type { ActivationId } from "./event.ts";
import { foldRun } from "./fold-run.ts";
import { planOf } from "./testing/plan-of.ts";
import { type Answer, oops, play } from "./testing/play.ts";

const answers = (map: Record<string, Answer>) => (id: ActivationId) =>
  map[id.slice(2)] ?? map[id.slice(2).split(":")[0] ?? ""];
const names = (ids: readonly string[]) => ids.map((id) => id.slice(2)).join(" ");
const last = <T>(list: readonly T[]) => list[list.length - 1];

describe("schedule", () => {
  test("runs a chain in order and ends", () => {
    const { started, events } = play(planOf("t > a > b"));
    expect(names(started)).toBe("t a b");
    expect(last(events)?.type).toBe("run.succeeded");
  });

  //  t > a .yes > b > m      only `yes` is taken: c is skipped, m gets one value
  //       .no  > c > m
  test("a merge behind a branch never hangs", () => {
    const plan = planOf("t > a, a.yes > b > m, a.no > c > m");
    const { started, events } = play(plan, { answer: answers({ a: { port: "yes" } }) });
    expect(names(started)).toBe("t a b m");
    const view = foldRun(plan, events);
    expect(view.nodes.get("n_c" as never)?.status).toBe("skipped");
    expect(view.edges.get("n_c.out>n_m.in" as never)?.status).toBe("skipped");
    expect(view.status).toBe("succeeded");
  });

  test("a port that nothing is drawn from ends the branch", () => {
    const { started, events } = play(planOf("t > a, a.yes > b"), { answer: answers({ a: { port: "no" } }) });
    expect(names(started)).toBe("t a");
    expect(last(events)?.type).toBe("run.succeeded");
  });

  test("a failure goes along the error port when something is drawn from it", () => {
    const { started, events } = play(planOf("t > a > b, a.error > c"), { answer: answers({ a: { fail: oops } }) });
    expect(names(started)).toBe("t a c");
    expect(last(events)?.type).toBe("run.succeeded");
  });

  test("a failure that nothing catches ends the run and cancels what is open", () => {
    const plan = planOf("t > a > c, t > b");
    const { events, cancelled } = play(plan, { answer: answers({ a: { fail: oops } }) });
    expect(names(cancelled)).toBe("b");
    expect(last(events)).toMatchObject({ type: "run.failed", activation: "n_a" });
    const view = foldRun(plan, events);
    expect(view.nodes.get("n_b" as never)?.status).toBe("cancelled");
    expect(view.nodes.has("n_c" as never)).toBe(false);
  });

  test("a cancelled run starts no further node", () => {
    const { started, events } = play(planOf("t > a > b > c"), { cancelAt: 3 });
    expect(names(started)).toBe("t a b");
    expect(last(events)?.type).toBe("run.cancelled");
  });

  test("other triggers and steps that nothing leads to are skipped", () => {
    const { started } = play(planOf("t > a > m, u > b > m"));
    expect(names(started)).toBe("t a m");
  });
});

describe("each", () => {
  const plan = planOf("t > each > z, each(x > y)");

  test("runs its items one after another", () => {
    const { started } = play(plan, { answer: answers({ each: { count: 3, parallel: 1, onError: "stop" } }) });
    expect(names(started)).toBe("t each x:0 y:0 x:1 y:1 x:2 y:2 z");
  });

  test("never runs more items at a time than it may, and starts them in order", () => {
    let open = 0;
    const { started, states } = play(plan, {
      answer: answers({ each: { count: 7, parallel: 3, onError: "stop" } }),
      pick: (count) => {
        open = Math.max(open, count);
        return count - 1;
      },
    });
    expect(open).toBe(3);
    expect(started.filter((id) => id.startsWith("n_x")).map((id) => id.slice(4))).toEqual([..."0123456"]);
    expect(Math.max(...states.map((state) => state.root?.containers.get(1)?.items.size ?? 0))).toBe(3);
  });

  test("an empty list closes at once", () => {
    const { started } = play(plan, { answer: answers({ each: { count: 0, parallel: 1, onError: "stop" } }) });
    expect(names(started)).toBe("t each z");
  });

  test("stop: a failed item cancels the others and fails the container", () => {
    const { events, cancelled } = play(plan, {
      answer: answers({ each: { count: 5, parallel: 2, onError: "stop" }, "y:0": { fail: oops } }),
    });
    expect(names(cancelled)).toMatch(/^[xy]:1$/);
    expect(last(events)).toMatchObject({ type: "run.failed", activation: "n_each" });
  });

  test("stop: the container's own error port catches it", () => {
    const { started, events } = play(planOf("t > each > z, each.error > c, each(x > y)"), {
      answer: answers({ each: { count: 5, parallel: 1, onError: "stop" }, "x:1": { fail: oops } }),
    });
    expect(names(started)).toBe("t each x:0 y:0 x:1 c");
    expect(last(events)?.type).toBe("run.succeeded");
  });

  test("collect: goes on after a failed item", () => {
    const { started, events } = play(plan, {
      answer: answers({ each: { count: 3, parallel: 1, onError: "collect" }, "x:1": { fail: oops } }),
    });
    expect(names(started)).toBe("t each x:0 y:0 x:1 x:2 y:2 z");
    const view = foldRun(plan, events);
    expect(view.nodes.get("n_x" as never)?.counts).toMatchObject({ total: 3, succeeded: 2, failed: 1 });
    expect(view.nodes.get("n_each" as never)?.progress).toEqual({ done: 3, total: 3 });
    expect(view.edges.get("n_x.out>n_y.in" as never)?.count).toBe(2);
  });

  test("containers nest", () => {
    const nested = planOf("t > each > z, each(x > eachB, eachB(y))");
    const { started } = play(nested, { answer: answers({ "eachB:1": { count: 1, parallel: 1, onError: "stop" } }) });
    expect(names(started)).toBe("t each x:0 eachB:0 y:0.0 y:0.1 x:1 eachB:1 y:1.0 z");
  });

  test("a container with an empty body ends", () => {
    const empty = { ...plan, nodes: plan.nodes.filter((node) => node.parent === null) };
    const inner = new Set(["n_x", "n_y"]);
    const { events } = play(
      { ...empty, edges: plan.edges.filter((edge) => !inner.has(edge.source)) },
      { answer: answers({ each: { count: 100_000, parallel: 4, onError: "stop" } }) },
    );
    expect(last(events)?.type).toBe("run.succeeded");
  });

  test("a run that takes more steps than it may fails with the limit", () => {
    const { events } = play(planOf("t > each, each(x)"), {
      answer: answers({ each: { count: 60_000, parallel: 60_000, onError: "stop" } }),
    });
    expect(last(events)).toMatchObject({ type: "run.failed", failure: { code: "cap" } });
  });
});
