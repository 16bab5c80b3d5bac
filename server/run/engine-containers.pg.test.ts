import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "#core/json/json.ts";
import type { RunEvent } from "#core/schedule/event.ts";
import { testDatabase } from "#db/testing.ts";
import type { Engine } from "./engine.ts";
import type { StartRun } from "./start-run.ts";
import { engineOf, journalOf, prepare, request } from "./testing/engine-of.ts";
import { chainOfFive, expr, planFrom, setFields } from "./testing/plans.ts";

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

beforeAll(async () => {
  await prepare(database.url, chainOfFive());
});

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
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
});
