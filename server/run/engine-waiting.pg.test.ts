import { afterEach, beforeAll, expect, test } from "vitest";
import type { SettledEffect } from "#core/effects/effect.ts";
import type { RunId } from "#core/id.ts";
import { testDatabase } from "#db/testing.ts";
import type { Engine } from "./engine.ts";
import { engineOf, journalOf, prepare, request } from "./testing/engine-of.ts";
import { planFrom, workspaceId } from "./testing/plans.ts";
import { until } from "./testing/until.ts";

const database = testDatabase();
const engines: Engine[] = [];
const open = (options: Parameters<typeof engineOf>[1] = {}) => {
  const settings = { parkAfterMs: 20, pollMs: 10, stopGraceMs: 20, ...options.settings };
  const engine = engineOf(database.databases.engine, { ...options, settings });
  engines.push(engine);
  return engine;
};
const close = async (engine: Engine) => {
  engines.splice(engines.indexOf(engine), 1);
  await engine.stop();
};
const rowOf = async (runId: RunId) => {
  const [row] = await database.databases.engine`
    select status, owner, lease_until, wake_at, epoch, failure from runs where id = ${runId}`;
  return row;
};
const statusOf = async (runId: RunId, status: string) => ((await rowOf(runId))?.status === status ? true : null);

const waits = (seconds: number) =>
  planFrom(
    { t: { type: "manual" }, w: { type: "wait", config: { amount: seconds, unit: "seconds" } }, z: { type: "no-op" } },
    ["t > w > z"],
  );
const calls = planFrom(
  { t: { type: "manual" }, h: { type: "http-request", config: { url: "https://example.com" } }, z: { type: "no-op" } },
  ["t > h > z"],
);
const ok: SettledEffect = { ok: true, value: { status: 200, headers: {}, body: "done" } };

beforeAll(async () => {
  for (const plan of [waits(0.3), waits(3_600), calls]) await prepare(database.url, plan);
});

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
});

test("a run that sleeps for long is rows alone, wakes by itself, and its caller hears of the end", async () => {
  const { runId, ended } = await open().start(request(waits(0.3), { n: 1 }));
  await until("the run waits", () => statusOf(runId, "waiting"));
  expect(await rowOf(runId)).toMatchObject({ owner: null, lease_until: null, wake_at: expect.any(Date) });
  expect(await ended).toMatchObject({ status: "succeeded", output: { n: 1 } });
  expect((await journalOf(database.databases.engine, runId)).map((event) => event.type)).toEqual([
    "run.started",
    "activation.emitted",
    "activation.started",
    "timer.set",
    "timer.fired",
    "effect.settled",
    "activation.emitted",
    "activation.emitted",
    "run.succeeded",
  ]);
});

test("a waiting run outlives the process that accepted it", async () => {
  const first = open();
  const { runId, ended } = await first.start(request(waits(0.3)));
  await until("the run waits", () => statusOf(runId, "waiting"));
  await close(first);
  expect((await ended).status).toBe("detached");
  open();
  await until("the run ends", () => statusOf(runId, "succeeded"));
});

test("a waiting run can be cancelled", async () => {
  const engine = open();
  const { runId, ended } = await engine.start(request(waits(3_600)));
  // No caller waits for an hour: it is told at once that the run goes on without it.
  expect((await ended).status).toBe("detached");
  expect((await rowOf(runId))?.status).toBe("waiting");
  await engine.cancel(workspaceId, runId, "user_1");
  await until("the run is cancelled", () => statusOf(runId, "cancelled"));
  expect((await rowOf(runId))?.status).toBe("cancelled");
});

test("a stop hands back what does not end in time, and the next process asks again with the same key", async () => {
  const keys: string[] = [];
  const first = open({
    interpret: (_effect, { idempotencyKey }) => {
      keys.push(idempotencyKey);
      return new Promise(() => undefined);
    },
  });
  const { runId, ended } = await first.start(request(calls));
  await until("the effect is asked", () => (keys.length > 0 ? true : null));
  await close(first);
  expect((await ended).status).toBe("detached");
  open({
    installation: "other",
    interpret: (_effect, { idempotencyKey }) => {
      keys.push(idempotencyKey);
      return Promise.resolve(ok);
    },
  });
  await until("the run ends", () => statusOf(runId, "succeeded"));
  expect(keys).toEqual([`${runId}/n_h/0`, `${runId}/n_h/0`]);
});
