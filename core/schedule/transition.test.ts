import { describe, expect, test } from "vitest";
import { caps } from "../caps.ts";
import type { ActivationId } from "./event.ts";
import { advance, foldRun } from "./fold-run.ts";
import { indexPlan } from "./index-plan.ts";
import { intMapGet } from "./int-map.ts";
import { outstanding } from "./outstanding.ts";
import { newRun, type RunState } from "./run-state.ts";
import { planOf } from "./testing/plan-of.ts";
import { type Answer, oops, play } from "./testing/play.ts";
import { transition } from "./transition.ts";

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
    expect(Math.max(...states.map(({ root }) => (root && intMapGet(root.containers, 1)?.items.size) ?? 0))).toBe(3);
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

  test("items have a limit of their own", () => {
    const large = planOf("t > each > z, each(x)");
    const index = indexPlan(large);
    const { events, states } = play(large, {
      answer: answers({ each: { count: 4, parallel: 1, onError: "stop" } }),
    });
    const at = events.findIndex((event) => event.type === "each.opened");
    // Everything but the end of the run, so that it decides by itself.
    const rest = events.slice(at, -1);
    const endWith = (taken: Partial<RunState>) =>
      rest.reduce<RunState>((state, event) => transition(index, state, event)[0], {
        ...(states[at - 1] ?? newRun),
        ...taken,
      }).ending;
    expect(endWith({ steps: caps.runSteps - 1 })).toEqual({ outcome: "succeeded" });
    expect(endWith({ itemSteps: caps.runItemSteps - 3 })).toMatchObject({
      outcome: "failed",
      failure: { code: "cap" },
    });
  });
});

describe("repeat", () => {
  const plan = planOf("t > repeat > z, repeat(x > y)");

  test("runs one round after another while it is continued", () => {
    const { started } = play(plan, { answer: answers({ repeat: { rounds: 3 } }) });
    expect(names(started)).toBe("t repeat x:0 y:0 x:1 y:1 x:2 y:2 z");
  });

  test("may end before its first round", () => {
    expect(names(play(plan, { answer: answers({ repeat: { rounds: 0 } }) }).started)).toBe("t repeat z");
  });

  test("fails with the failure of a round that nothing catches", () => {
    const { started, events } = play(plan, { answer: answers({ repeat: { rounds: 3 }, "y:1": { fail: oops } }) });
    expect(names(started)).toBe("t repeat x:0 y:0 x:1 y:1");
    expect(last(events)).toMatchObject({ type: "run.failed", activation: "n_repeat" });
  });

  test("shows how many rounds have ended", () => {
    const { events } = play(plan, { answer: answers({ repeat: { rounds: 3 } }) });
    expect(foldRun(plan, events).nodes.get("n_repeat" as never)?.progress).toEqual({ done: 3, total: null });
  });

  test("counts its rounds against the steps of the run", () => {
    const body = Array.from({ length: 500 }, (_, at) => `x${at}`).join(", ");
    const { events } = play(planOf(`t > repeat, repeat(repeatB), repeatB(${body})`), {
      answer: answers({ repeat: { rounds: 1_000 }, repeatB: { rounds: 1_000 } }),
    });
    expect(last(events)).toMatchObject({ type: "run.failed", failure: { code: "cap" } });
  });
});

//  states( stateFirst .go > stateB, stateB .back > stateFirst )      stateB .done has no edge: the machine ends
describe("states", () => {
  const plan = planOf("t > states > z, states(stateFirst.go > stateB, stateB.back > stateFirst), stateFirst(x > y)");
  const twice = answers({ stateFirst: { port: "go" }, "stateB:1": { port: "back" }, "stateB:3": { port: "done" } });

  test("goes from state to state by the port that each emits, each visit with its own steps", () => {
    const { started, events } = play(plan, { answer: twice });
    expect(names(started)).toBe("t states stateFirst:0 x:0.0 y:0.0 stateB:1 stateFirst:2 x:2.0 y:2.0 stateB:3 z");
    const view = foldRun(plan, events);
    expect(view.edges.get("n_stateFirst.go>n_stateB.in" as never)?.count).toBe(2);
    expect(view.nodes.get("n_stateFirst" as never)?.counts).toMatchObject({ total: 2, succeeded: 2 });
  });

  test("shows the state that it is in", () => {
    const { events } = play(plan, { answer: twice });
    const active = events.map(
      (_, at) => foldRun(plan, events.slice(0, at)).nodes.get("n_states" as never)?.activeState,
    );
    const shown = active.filter((id, at) => at > 0 && id !== active[at - 1]);
    expect(shown).toEqual([null, "n_stateFirst", "n_stateB", "n_stateFirst", "n_stateB", null]);
  });

  test("fails when it goes through more states than it may", () => {
    const { started, events } = play(plan, {
      answer: answers({ stateFirst: { port: "go" }, stateB: { port: "back" } }),
    });
    expect(started.filter((id) => id.startsWith("n_state") && id.includes(":")).length).toBe(1_000);
    expect(last(events)).toMatchObject({ type: "run.failed", activation: "n_states", failure: { code: "limit" } });
  });

  test("fails when nothing says where it begins", () => {
    const { events } = play(planOf("t > states, states(stateA.go > stateB, stateB.back > stateA)"));
    // Here both have a transition that leads to them, and neither is marked.
    expect(last(events)).toMatchObject({ type: "run.failed", activation: "n_states", failure: { code: "config" } });
  });

  test("a failure inside a state goes along its error port, or fails the machine", () => {
    const failing = answers({ stateFirst: { port: "go" }, "x:0.0": { fail: oops } });
    expect(last(play(plan, { answer: failing }).events)).toMatchObject({ type: "run.failed", activation: "n_states" });
    const caught = planOf(
      "t > states > z, states(stateFirst.go > stateB, stateFirst.error > stateC), stateFirst(x > y)",
    );
    expect(names(play(caught, { answer: failing }).started)).toBe("t states stateFirst:0 x:0.0 stateC:1 z");
  });
});

describe("a try that failed", () => {
  test("lets a container begin anew from the beginning", () => {
    const plan = planOf("t > each > z, each(x)");
    const index = indexPlan(plan);
    const { events, states } = play(plan, {
      answer: answers({ each: { count: 3, parallel: 2, onError: "stop" }, "x:1": { fail: oops } }),
      pick: (count) => count - 1,
    });
    const at = states.findIndex((state) => state.itemSteps > 0);
    const failed = {
      type: "attempt.failed",
      activation: "n_each" as ActivationId,
      attempt: 1,
      failure: oops,
      retryAtMs: 9,
      ms: 1,
      seq: at + 2,
      at: 1,
    } as const;
    const [state, commands] = transition(index, states[at] ?? newRun, failed);
    expect(commands).toEqual([0, 1].map((item) => ({ type: "cancel", activation: `n_x:${item}` })));
    expect(outstanding(index, state)).toEqual([{ type: "start", activation: "n_each" }]);
    const view = advance(foldRun(plan, events.slice(0, at + 1)), [failed]);
    expect(view.status).toBe("waiting");
    expect(view.nodes.get("n_each" as never)).toMatchObject({
      status: "waiting",
      waiting: { on: "retry", untilMs: 9 },
      progress: { done: 0, total: 0 },
    });
  });
});
