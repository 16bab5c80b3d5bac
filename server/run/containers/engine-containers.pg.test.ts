import { beforeAll, describe, expect, test } from "vitest";
import type { Json } from "#core/json/json.ts";
import { testDatabase } from "#db/testing.ts";
import type { Interpret } from "../drive/drive.ts";
import { journalOf, prepare, request } from "../testing/engine-of.ts";
import { finalState } from "../testing/final-state.ts";
import { chainOfFive, expr, planFrom, setFields } from "../testing/plans.ts";
import { activations, gone, ok, only, testEngines } from "../testing/test-engines.ts";
import { until } from "../testing/until.ts";

const database = testDatabase();
const { open, run, stop } = testEngines(database);
const sql = () => database.databases.engine;

beforeAll(async () => {
  await prepare(database.url, chainOfFive());
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
      await stop();
      left += (await journalOf(sql(), runId)).length;
      open({ interpret: () => Promise.resolve(ok), settings: { pollMs: 10 } });
      const events = await until("another one ends it", async () => {
        const all = await journalOf(sql(), runId);
        return all[all.length - 1]?.type === "run.succeeded" ? all : null;
      });
      expect(finalState(events, runId)).toEqual(finalState(whole.events, whole.runId));
      await stop();
    }
    expect(left).toBeGreaterThan(asked * 10);
  });
});
