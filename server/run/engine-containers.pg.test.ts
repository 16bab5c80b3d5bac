import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { SettledEffect } from "#core/effects/effect.ts";
import { failure } from "#core/failure.ts";
import type { NodeId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { ActivationId, RunEvent } from "#core/schedule/event.ts";
import { sendToRun } from "#db/queries/inbox.ts";
import { testDatabase } from "#db/testing.ts";
import type { Interpret } from "./drive.ts";
import type { Engine } from "./engine.ts";
import type { StartRun } from "./start-run.ts";
import { engineOf, journalOf, prepare, request } from "./testing/engine-of.ts";
import { finalState } from "./testing/final-state.ts";
import { chainOfFive, expr, planFrom, setFields, workspaceId } from "./testing/plans.ts";
import { until } from "./testing/until.ts";

const database = testDatabase();
const engines: Engine[] = [];
const open = (options: Parameters<typeof engineOf>[1] = {}) => {
  const engine = engineOf(database.databases.engine, options);
  engines.push(engine);
  return engine;
};
const run = async (engine: Engine, asked: StartRun) => {
  const started = await engine.start(asked);
  const end = await started.ended;
  return { ...started, end, events: await journalOf(database.databases.engine, started.runId) };
};
const activations = (events: readonly RunEvent[], type: RunEvent["type"]) =>
  events.flatMap((event) => (event.type === type && "activation" in event ? [event.activation] : []));

const sql = () => database.databases.engine;
const ok: SettledEffect = { ok: true, value: { status: 200, headers: {}, body: 1 } };
const gone: SettledEffect = { ok: false, failure: failure("network", "Gone.", { retryable: true }) };

beforeAll(async () => {
  await prepare(database.url, chainOfFive());
});

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
});

/** Gives these fields alone, whatever arrives. */
const only = (fields: Record<string, string>, parent: string) => ({
  type: "set-fields",
  config: { keep: false, fields: Object.entries(fields).map(([name, source]) => ({ name, value: expr(source) })) },
  parent,
});

describe("each", () => {
  const plan = (config: Record<string, Json>, inside = only({ n: "item" }, "e")) =>
    planFrom({ t: { type: "manual" }, e: { type: "each", config: { list: expr("trigger"), ...config } }, x: inside }, [
      "t > e",
    ]);

  test.each([
    ["an object", { lines: [1] }],
    ["nothing", null],
    ["a text", "one, two"],
    ["a number", 3],
  ])("over %s instead of a list fails and says so", async (_, input) => {
    const { end, events } = await run(open(), request(plan({}), input));
    expect(end).toMatchObject({ status: "failed", failedNode: "n_e", failure: { code: "config" } });
    expect(end.failure?.message).toMatch(/list/i);
    expect(events.some((event) => event.type === "each.opened")).toBe(false);
  });

  test("gives the results of 60,000 items in their order, 300 at once, and counts them apart from the run's steps", async () => {
    const list = Array.from({ length: 60_000 }, (_, at) => at);
    const { end } = await run(open(), request(plan({ parallel: 300, result: expr("steps.x.n * 2") }), list));
    expect(end.output).toEqual(list.map((n) => n * 2));
  });

  test("fails as soon as its results are together too large for a value, not when all items are done", async () => {
    const text = "x".repeat(400_000);
    const list = Array.from({ length: 50 }, (_, at) => at);
    const large = only({ size: "trigger.text.size()" }, "e");
    const config = { list: expr("trigger.list"), result: expr("trigger.text") };
    const { end, events } = await run(open(), request(plan(config, large), { list, text }));
    expect(end).toMatchObject({ status: "failed", failedNode: "n_e", failure: { code: "cap" } });
    expect(activations(events, "activation.emitted").filter((id) => id?.startsWith("n_x"))).toHaveLength(6);
  });

  test("an item that gives a value of 3 MB fails like any step that does, or is collected", async () => {
    const parts = Array.from({ length: 16 }, () => "trigger.text").join(" + ");
    const large = only({ n: `item == 1 ? ${parts} : "small"` }, "e");
    const input = { list: [0, 1, 2], text: "x".repeat(200_000) };
    const list = expr("trigger.list");
    const stopped = await run(open(), request(plan({ list }, large), input));
    expect(stopped.end).toMatchObject({ status: "failed", failedNode: "n_e", failure: { code: "cap" } });
    const collected = await run(open(), request(plan({ list, onError: "collect" }, large), input));
    expect(collected.end.output).toMatchObject({
      results: [{ n: "small" }, { n: "small" }],
      errors: [{ index: 1, code: "cap" }],
    });
  });

  test("items read every step around them, by key, by a key that is worked out, and in the message of a formula that fails", async () => {
    const around = (formula: string) =>
      planFrom(
        {
          t: { type: "manual" },
          order: setFields({ total: "7" }),
          e: { type: "each", config: { list: expr("[1]"), result: expr(formula) } },
          x: only({ n: formula }, "e"),
        },
        ["t > order > e"],
      );
    const given = { key: "order" };
    for (const formula of ["steps.order.total", "steps[trigger.key].total"]) {
      expect((await run(open(), request(around(formula), given))).end.output).toEqual([7]);
    }
    const { end } = await run(open(), request(around("steps.oder.total"), given));
    expect(end.failure?.message).toContain("order");
  });

  test("that is tried again begins anew from its first item, with the same keys for the same effects", async () => {
    const keys: string[] = [];
    const interpret: Interpret = (_effect, { idempotencyKey }) => {
      keys.push(idempotencyKey.slice(idempotencyKey.indexOf("/") + 1));
      return Promise.resolve(keys.length === 2 ? gone : ok);
    };
    const again = planFrom(
      {
        t: { type: "manual" },
        e: { type: "each", config: { list: expr("trigger") }, handling: { attempts: 2, delaySeconds: 0.1 } },
        h: { type: "http-request", config: { url: "https://example.com" }, parent: "e" },
        x: setFields({ n: "item" }, { parent: "e" }),
      },
      ["t > e", "h > x"],
    );
    const { end, events } = await run(open({ interpret }), request(again, [7, 8, 9]));
    expect(end).toMatchObject({ status: "succeeded", output: [{ n: 7 }, { n: 8 }, { n: 9 }] });
    expect(activations(events, "attempt.failed")).toEqual(["n_e"]);
    expect(keys).toEqual(["n_h:0/0", "n_h:1/0", "n_h:0/0", "n_h:1/0", "n_h:2/0"]);
  });
});

describe("repeat", () => {
  const plan = (config: Record<string, Json>) =>
    planFrom(
      {
        t: { type: "manual" },
        r: { type: "repeat", config },
        x: setFields({ n: "input.n * 2", round: "index" }, { parent: "r" }),
        z: { type: "no-op" },
      },
      ["t > r > z"],
    );

  test("until: goes round until the condition over the steps inside holds, each round with the one before", async () => {
    const { end } = await run(open(), request(plan({ condition: expr("steps.x.n > 30") }), { n: 1 }));
    expect(end).toMatchObject({ status: "succeeded", output: { n: 32, round: 4 } });
  });

  test("while: asks before the first round, and then there may be none", async () => {
    const config = { mode: "while", condition: expr("item.n < 10") };
    expect((await run(open(), request(plan(config), { n: 3 }))).end.output).toEqual({ n: 12, round: 1 });
    expect((await run(open(), request(plan(config), { n: 10 }))).end.output).toEqual({ n: 10 });
  });

  test("fails with the limit, or goes on with what it has", async () => {
    const config = { condition: expr("false"), limit: 3 };
    const { end, events } = await run(open(), request(plan(config), { n: 1 }));
    expect(end).toMatchObject({ status: "failed", failedNode: "n_r", failure: { code: "limit" } });
    expect(activations(events, "repeat.continued")).toHaveLength(3);
    const finished = await run(open(), request(plan({ ...config, onLimit: "finish" }), { n: 1 }));
    expect(finished.end.output).toEqual({ n: 8, round: 2 });
  });

  test("a condition that gives no true or false fails the box", async () => {
    const { end } = await run(open(), request(plan({ condition: expr("item.n") }), { n: 1 }));
    expect(end).toMatchObject({ status: "failed", failedNode: "n_r", failure: { code: "config" } });
  });
});

describe("states", () => {
  const when = (name: string, condition: string): Json => ({ name, on: "condition", condition: expr(condition) });
  const state = (transitions: readonly Json[], more = {}) => ({
    type: "state",
    parent: "m",
    config: { transitions, ...more },
  });
  const plan = (config: Record<string, Json> = {}) =>
    planFrom(
      {
        t: { type: "manual" },
        m: { type: "states", config },
        count: state([when("again", "input.n < 3"), when("done", "true")], { initial: true }),
        x: setFields({ n: "input.n + 1" }, { parent: "count" }),
        pause: state([when("back", "true")]),
        over: state([]),
        z: { type: "no-op" },
      },
      ["t > m > z", "count.next1 > pause", "pause.next1 > count", "count.next2 > over"],
    );

  test("goes from state to state, in circles too, and gives the last state and what it gave", async () => {
    const { end, events } = await run(open(), request(plan(), { n: 0 }));
    expect(end).toMatchObject({ status: "succeeded", output: { state: "over", result: { n: 3 }, visits: 6 } });
    expect(activations(events, "activation.started")).toEqual([
      "n_m",
      "n_count:0",
      "n_pause:1",
      "n_count:2",
      "n_pause:3",
      "n_count:4",
      "n_over:5",
    ]);
  });

  test("fails with the limit when it never comes to an end", async () => {
    const { end } = await run(open(), request(plan({ limit: 50 }), { n: -1_000 }));
    expect(end).toMatchObject({ status: "failed", failedNode: "n_m", failure: { code: "limit" } });
  });

  test("waits as rows for a signal, whose value the next state is given", async () => {
    const waits = planFrom(
      {
        t: { type: "manual" },
        m: { type: "states" },
        open: state([
          { name: "Paid", on: "signal", signal: "paid" },
          { name: "Gone", on: "signal", signal: "gone" },
        ]),
        paid: state([]),
        gone: state([]),
        x: setFields({ amount: "input.amount", before: "steps.open.amount" }, { parent: "paid" }),
      },
      ["t > m", "open.next1 > paid", "open.next2 > gone"],
    );
    await prepare(database.url, waits);
    const engine = open({ settings: { parkAfterMs: 10, pollMs: 10 } });
    const { runId } = await engine.start(request(waits, { n: 1 }));
    await until("the run rests", async () => {
      const [row] = await sql()`select status, owner from runs where id = ${runId}`;
      return row?.status === "waiting" && row.owner === null ? row : null;
    });
    const activation = activationId("n_open:0");
    const message = { workspaceId, runId, activation, value: { value: { amount: 5 } }, sentBy: "Ada" };
    expect(await sendToRun(sql(), { ...message, name: "signal/paid" })).toBe("sent");
    engine.poke(workspaceId, runId);
    const events = await until("the run ends", async () => {
      const all = await journalOf(sql(), runId);
      return all[all.length - 1]?.type === "run.succeeded" ? all : null;
    });
    expect(outputOf(events, "n_m")).toEqual({ state: "paid", result: { amount: 5, before: 5 }, visits: 2 });
  });

  test("is left when its time is over, counted from the moment at which it was entered", async () => {
    const late = planFrom(
      {
        t: { type: "manual" },
        m: { type: "states" },
        open: state([
          { on: "signal", signal: "paid" },
          { on: "timeout", seconds: 0.3 },
        ]),
        w: { type: "wait", config: { amount: 0.2, unit: "seconds" }, parent: "open" },
        over: state([]),
      },
      ["t > m", "open.next2 > over"],
    );
    const { end, events } = await run(open(), request(late, { n: 1 }));
    expect(end.output).toEqual({ state: "over", result: { n: 1 }, visits: 2 });
    const wait = events.find((event) => event.type === "wait.opened");
    const entered = events.find(
      (event) => event.type === "activation.started" && event.activation === activationId("n_open:0"),
    );
    expect(wait?.type === "wait.opened" && wait.untilMs).toBe((entered?.at ?? 0) + 300);
  });

  test("runs out of its time limit while it waits, from when it was entered, and a value can stand in for the machine", async () => {
    const slow = planFrom(
      {
        t: { type: "manual" },
        m: { type: "states", handling: { onFailure: "fallback", fallback: { state: "none" } } },
        open: { ...state([{ on: "signal", signal: "paid" }]), handling: { timeoutSeconds: 0.3 } },
        w: { type: "wait", config: { amount: 0.1, unit: "seconds" }, parent: "open" },
        z: { type: "no-op" },
      },
      ["t > m > z"],
    );
    const { end, events } = await run(open(), request(slow));
    expect(end.output).toEqual({ state: "none" });
    const [entered, failed] = ["activation.started", "activation.failed"].map((type) =>
      events.find(
        (event) => event.type === type && "activation" in event && event.activation === activationId("n_open:0"),
      ),
    );
    expect(failed).toMatchObject({ failure: { code: "timeout" } });
    expect((failed?.at ?? 0) - (entered?.at ?? 0)).toBeGreaterThanOrEqual(300);
    expect(activations(events, "wait.opened")).toEqual(["n_open:0"]);
  });

  test("that is tried again runs its steps anew", async () => {
    let count = 0;
    const interpret: Interpret = () => Promise.resolve(count++ === 0 ? gone : ok);
    const again = planFrom(
      {
        t: { type: "manual" },
        m: { type: "states" },
        work: { ...state([]), handling: { attempts: 2, delaySeconds: 0.1 } },
        x: { type: "no-op", parent: "work" },
        h: { type: "http-request", config: { url: "https://example.com" }, parent: "work" },
      },
      ["t > m", "x > h"],
    );
    const { end, events } = await run(open({ interpret }), request(again));
    expect(end.output).toMatchObject({ state: "work", result: { body: 1 }, visits: 1 });
    expect(activations(events, "attempt.failed")).toEqual(["n_work:0"]);
    expect(activations(events, "activation.emitted").filter((id) => id === activationId("n_x:0.0"))).toHaveLength(2);
  });

  test("fails clearly when no transition fits, and goes along its error port when one is drawn", async () => {
    const stuck = (edges: string[]) =>
      planFrom(
        {
          t: { type: "manual" },
          m: { type: "states" },
          open: { ...state([when("never", "false")], { initial: true }), handling: { onFailure: "port" } },
          broken: state([]),
        },
        ["t > m", ...edges],
      );
    const failed = await run(open(), request(stuck([]), { n: 1 }));
    expect(failed.end).toMatchObject({ status: "failed", failedNode: "n_m", failure: { code: "config" } });
    const caught = await run(open(), request(stuck(["open.error > broken"]), { n: 1 }));
    expect(caught.end.output).toMatchObject({ state: "broken", result: { code: "config" } });
  });

  test("fails clearly when nothing says with which state it begins", async () => {
    const circle = planFrom(
      { t: { type: "manual" }, m: { type: "states" }, a: state([when("go", "true")]), b: state([when("go", "true")]) },
      ["t > m", "a.next1 > b", "b.next1 > a"],
    );
    const { end } = await run(open(), request(circle));
    expect(end).toMatchObject({ status: "failed", failedNode: "n_m", failure: { code: "config" } });
  });
});

//  a machine, in a state of it a repeat, in that an each, in that a request; then the same state once more
describe("containers in one another", () => {
  const plan = planFrom(
    {
      t: { type: "manual" },
      m: { type: "states" },
      work: {
        type: "state",
        parent: "m",
        config: {
          initial: true,
          transitions: [
            { on: "condition", condition: expr("index < 2") },
            { on: "condition", condition: expr("true") },
          ],
        },
      },
      rounds: { type: "repeat", parent: "work", config: { condition: expr("index == 2") } },
      e: { type: "each", parent: "rounds", config: { list: expr("[1, 2, 3]"), parallel: 2 } },
      h: { type: "http-request", config: { url: "https://example.com" }, parent: "e" },
      x: setFields({ n: "steps.h.body + item" }, { parent: "e" }),
      over: { type: "state", parent: "m" },
      z: { type: "no-op" },
    },
    ["t > m > z", "h > x", "work.next1 > work", "work.next2 > over"],
  );

  test("of which the outer one fails while inner ones are about to end fail the run, and nothing breaks", async () => {
    const broken = planFrom(
      {
        t: { type: "manual" },
        outer: { type: "each", config: { list: expr("trigger"), parallel: 9, result: expr("steps.inner.nope") } },
        inner: { type: "each", config: { list: expr("item") }, parent: "outer" },
        x: { type: "no-op", parent: "inner" },
      },
      ["t > outer"],
    );
    // Whatever inner ones are at when the first outer item ends: some have an item, and some all of theirs, behind them.
    const { end } = await run(open(), request(broken, [[1], [1, 2], [1], [1, 2, 3], [], [1]]));
    expect(end).toMatchObject({ status: "failed", failedNode: "n_outer", failure: { code: "expression" } });
  });

  test("that one process leaves anywhere and another drives on give what they give undisturbed", async () => {
    await prepare(database.url, plan);
    const whole = await run(open({ interpret: () => Promise.resolve(ok) }), request(plan));
    expect(whole.end).toMatchObject({ status: "succeeded", output: { state: "over", visits: 4 } });
    const asked = activations(whole.events, "effect.settled").length;
    expect(asked).toBe(18);
    let left = 0;
    for (let after = 0; after < asked; after++) {
      let count = 0;
      const first = open({ interpret: () => (count++ < after ? Promise.resolve(ok) : new Promise(() => undefined)) });
      const { runId } = await first.start(request(plan));
      await until("it asks for what nobody answers", async () => (count > after ? true : null));
      await Promise.all(engines.splice(0).map((engine) => engine.stop()));
      left += (await journalOf(sql(), runId)).length;
      open({ interpret: () => Promise.resolve(ok), settings: { pollMs: 10 } });
      const events = await until("another one ends it", async () => {
        const all = await journalOf(sql(), runId);
        return all[all.length - 1]?.type === "run.succeeded" ? all : null;
      });
      expect(finalState(events, runId)).toEqual(finalState(whole.events, whole.runId));
      await Promise.all(engines.splice(0).map((engine) => engine.stop()));
    }
    expect(left).toBeGreaterThan(asked * 10);
  });
});

const activationId = (text: string) => text as ActivationId;

function outputOf(events: readonly RunEvent[], node: string): Json {
  const emitted = events.find((event) => event.type === "activation.emitted" && event.activation === (node as NodeId));
  return emitted?.type === "activation.emitted" && "value" in emitted.output ? emitted.output.value : null;
}
