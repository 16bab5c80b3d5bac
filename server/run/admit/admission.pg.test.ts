import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "#core/compile/plan.ts";
import type { RunId } from "#core/id.ts";
import { workflowSettingsSchema } from "#core/settings/workflow-settings.ts";
import { testDatabase } from "#db/testing.ts";
import type { Engine } from "../engine.ts";
import { engineOf, journalOf, prepare, request } from "../testing/engine-of.ts";
import { heldEffects } from "../testing/held-effects.ts";
import { expr, planFrom, workspaceId } from "../testing/plans.ts";
import { until } from "../testing/until.ts";
import type { StartRun } from "./start-run.ts";

const database = testDatabase();
const engines: Engine[] = [];
const open = (options: Parameters<typeof engineOf>[1] = {}) => {
  const settings = { pollMs: 10, stopGraceMs: 20, ...options.settings };
  const engine = engineOf(database.databases.engine, { ...options, settings });
  engines.push(engine);
  return engine;
};

type Settings = Parameters<typeof workflowSettingsSchema.parse>[0];
/** One request to the outside, under these settings. Each call is a plan of its own by its title. */
const calls = (settings: Settings): Plan => ({
  ...planFrom({ t: { type: "manual" }, h: { type: "http-request", config: { url: "https://example.com" } } }, [
    "t > h",
  ]),
  settings: workflowSettingsSchema.parse(settings),
});
const free = calls({});
const urgent = calls({ priority: "high" });
const idle = calls({ priority: "low" });
const deduped = calls({ dedupeKey: expr("trigger.id"), dedupeSeconds: 60 });
const gated = (whenBusy: "queue" | "drop" | "replace", concurrency = 1) => calls({ concurrency, whenBusy });
const late = (seconds: number) => calls({ deadlineSeconds: seconds });
const waitsLong: Plan = {
  ...planFrom({ t: { type: "manual" }, w: { type: "wait", config: { amount: 3_600, unit: "seconds" } } }, ["t > w"]),
  settings: workflowSettingsSchema.parse({ deadlineSeconds: 1 }),
};

const at = (name: string): Partial<StartRun> => ({ workflowId: `wf_${name}` as StartRun["workflowId"] });
const rowOf = async (runId: RunId) => {
  const [row] = await database.databases.engine`select * from runs where id = ${runId}`;
  return row;
};
const statusIs = (runId: RunId, status: string) =>
  until(`${runId} is ${status}`, async () => ((await rowOf(runId))?.status === status ? true : null));

beforeAll(async () => {
  const plans = [free, urgent, idle, deduped, gated("queue"), gated("drop"), gated("replace"), late(1), late(0.2 * 5)];
  for (const plan of [...plans, waitsLong, gated("queue", 2)]) await prepare(database.url, plan);
});

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  await database.databases.engine`update runs set status = 'cancelled' where status not in ('succeeded', 'failed')`;
});

describe("a key", () => {
  test("starts one run however many come at once, and the others are told which", async () => {
    const [one, two] = [open(), open()];
    const started = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        (n % 2 ? one : two).start(request(free, null, { key: { text: "tick/a", windowMs: 60_000 } })),
      ),
    );
    expect(new Set(started.map(({ runId }) => runId)).size).toBe(1);
    expect(started.filter(({ isDuplicate }) => !isDuplicate)).toHaveLength(1);
    const [row] = await database.databases.engine`select count(*)::int as runs from runs where dedupe_key = 'tick/a'`;
    expect(row?.runs).toBe(1);
  });

  test("that has run out starts another run", async () => {
    const engine = open();
    const key = { text: "tick/short", windowMs: 1 };
    const first = await engine.start(request(free, null, { key }));
    await until("the key has run out", async () => {
      const again = await engine.start(request(free, null, { key }));
      return again.isDuplicate ? null : expect(again.runId).not.toBe(first.runId);
    });
  });

  test("is what the workflow's formula says, and a trigger for which it says nothing is a run of its own", async () => {
    const engine = open();
    const start = async (input: { readonly id?: string }) => await engine.start(request(deduped, input));
    const [a, b, again] = [await start({ id: "a" }), await start({ id: "b" }), await start({ id: "a" })];
    expect(again).toMatchObject({ runId: a.runId, isDuplicate: true });
    expect(b.isDuplicate).toBe(false);
    expect((await start({})).isDuplicate).toBe(false);
    expect((await start({})).isDuplicate).toBe(false);
    // Nothing of a duplicate is written, its journal neither.
    const [row] = await database.databases.engine`
      select count(*)::int as events from events where run_id not in (select id from runs)`;
    expect(row?.events).toBe(0);
  });
});

describe("room in memory", () => {
  test("lets so many runs in, and the others go on in their turn: by priority, then by age", async () => {
    const effects = heldEffects();
    const engine = open({ interpret: effects.interpret, settings: { drivesMax: 2 } });
    const start = async (plan: Plan) => (await engine.start(request(plan))).runId;
    const inMemory = [await start(free), await start(free)];
    const queued = [await start(idle), await start(free), await start(urgent), await start(free)];
    for (const runId of queued)
      expect(await rowOf(runId)).toMatchObject({ status: "queued", owner: null, attempts: 0 });
    await until("both ask", () => (effects.asked.length === 2 ? true : null));
    for (let turn = 0; turn < 6; turn++) {
      effects.settle(effects.asked[turn] as RunId);
      if (turn < 4) await until("the next asks", () => (effects.asked.length === turn + 3 ? true : null));
    }
    const [low, first, high, second] = queued;
    expect(effects.asked).toEqual([...inMemory, high, first, second, low]);
    for (const runId of queued) await statusIs(runId, "succeeded");
  });

  test("callers of a queued run hear of its end", async () => {
    const effects = heldEffects();
    const engine = open({ interpret: effects.interpret, settings: { drivesMax: 1 } });
    await engine.start(request(free));
    const { ended, runId } = await engine.start(request(free));
    expect((await rowOf(runId))?.status).toBe("queued");
    effects.settleAll();
    expect(await ended).toMatchObject({ status: "succeeded" });
  });

  test("a queued run outlives the process that accepted it", async () => {
    const effects = heldEffects();
    const engine = open({ interpret: effects.interpret, settings: { drivesMax: 1 } });
    await engine.start(request(free));
    const { runId } = await engine.start(request(free));
    await engines.splice(0)[0]?.stop();
    open({ interpret: effects.interpret });
    effects.settleAll();
    await statusIs(runId, "succeeded");
  });

  test("a backlog that an earlier process left is let in as runs end, not once a round", async () => {
    const earlier = open({ interpret: heldEffects().interpret, settings: { drivesMax: 1 } });
    for (let n = 0; n < 5; n++) await earlier.start(request(free));
    await engines.splice(0)[0]?.stop();
    const effects = heldEffects();
    open({ interpret: effects.interpret, settings: { drivesMax: 2, pollMs: 3_600_000 } });
    for (let turn = 0; turn < 5; turn++) {
      await until("the next asks", () => (effects.asked.length > turn ? true : null));
      effects.settle(effects.asked[turn] as RunId);
    }
    for (const runId of effects.asked) await statusIs(runId, "succeeded");
    expect(new Set(effects.asked).size).toBe(5);
  });
});

describe("a workflow with a limit", () => {
  test("has no more runs under way than that, in all processes together, and the others wait their turn", async () => {
    const effects = heldEffects();
    const two = [open({ interpret: effects.interpret }), open({ interpret: effects.interpret })];
    const plan = gated("queue", 2);
    const started: RunId[] = [];
    for (let n = 0; n < 6; n++) started.push((await (two[n % 2] as Engine).start(request(plan, n, at("two")))).runId);
    let most = 0;
    for (let turn = 0; turn < 6; turn++) {
      await until("a run asks", () => (effects.asked.length > turn ? true : null));
      const [row] = await database.databases.engine`
        select count(*)::int as runs from runs where gate = 'wf_two' and status in ('running', 'waiting')`;
      most = Math.max(most, row?.runs);
      effects.settle(effects.asked[turn] as RunId);
    }
    for (const runId of started) await statusIs(runId, "succeeded");
    expect(effects.asked).toEqual(started);
    expect(most).toBe(2);
  });

  test("refuses the run that is too many when it is set to, and takes the next when one has ended", async () => {
    const effects = heldEffects();
    const engine = open({ interpret: effects.interpret });
    const start = () => engine.start(request(gated("drop"), null, at("drop")));
    const many = await Promise.allSettled(Array.from({ length: 10 }, start));
    const accepted = many.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(accepted).toHaveLength(1);
    expect(many.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "too_many" } });
    effects.settleAll();
    await accepted[0]?.ended;
    expect((await (await start()).ended).status).toBe("succeeded");
  });

  test("cancels the oldest run for the newest when it is set to", async () => {
    const effects = heldEffects();
    const engine = open({ interpret: effects.interpret });
    const start = () => engine.start(request(gated("replace"), null, at("replace")));
    const first = await start();
    await until("the first is at work", () => (effects.asked.includes(first.runId) ? true : null));
    const second = await start();
    expect((await first.ended).status).toBe("cancelled");
    await until("the second is at work", () => (effects.asked.includes(second.runId) ? true : null));
    effects.settleAll();
    expect((await second.ended).status).toBe("succeeded");
  });

  test("does not hold test runs back", async () => {
    const effects = heldEffects();
    const engine = open({ interpret: effects.interpret });
    const start = (mode: "live" | "test") => engine.start(request(gated("queue"), null, { ...at("tested"), mode }));
    await start("live");
    const { runId } = await start("test");
    await until("the test run is at work", () => (effects.asked.includes(runId) ? true : null));
  });
});

describe("a deadline", () => {
  const failedLate = async (runId: RunId) => {
    await statusIs(runId, "failed");
    expect((await rowOf(runId))?.failure).toMatchObject({ code: "deadline" });
    const events = await journalOf(database.databases.engine, runId);
    expect(events.at(-1)).toMatchObject({ type: "run.failed", activation: null, failure: { code: "deadline" } });
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, place) => place + 1));
  };

  test("ends a run at work", async () => {
    const { runId, ended } = await open().start(request(late(1)));
    expect(await ended).toMatchObject({ status: "failed", failure: { code: "deadline" } });
    await failedLate(runId);
  });

  test("ends a run that is put away", async () => {
    const { runId } = await open({ settings: { parkAfterMs: 20 } }).start(request(waitsLong));
    await statusIs(runId, "waiting");
    await failedLate(runId);
  });

  test("ends a run that is still queued, without driving it", async () => {
    const effects = heldEffects();
    const engine = open({ interpret: effects.interpret, settings: { drivesMax: 1, leaseSeconds: 1 } });
    await engine.start(request(free));
    const { runId, ended } = await engine.start(request(late(1)));
    expect(await ended).toMatchObject({ status: "failed", failure: { code: "deadline" } });
    await failedLate(runId);
    expect(effects.asked).not.toContain(runId);
  });
});

test("a live run that fails is told to workflows that listen, one that a failure started is not", async () => {
  const fails = planFrom({ t: { type: "manual" }, s: { type: "stop-with-error", config: { message: "no" } } }, [
    "t > s",
  ]);
  await database.databases.engine`delete from emissions`;
  const engine = open();
  const told = await engine.start(request(fails, null));
  const tried = await engine.start(request(fails, null, { mode: "test" }));
  for (const { ended } of [told, tried]) expect((await ended).status).toBe("failed");
  const rows = await database.databases.engine`select id, kind, name, value, workspace_id from emissions`;
  expect(rows).toEqual([
    {
      id: `${told.runId}/error`,
      kind: "error",
      name: "wf_engine",
      workspace_id: workspaceId,
      value: {
        value: expect.objectContaining({ run: { id: told.runId }, step: expect.objectContaining({ key: "s" }) }),
      },
    },
  ]);
});
