import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunId } from "#core/id.ts";
import { testDatabase } from "#db/testing.ts";
import { type CountingServer, countingServer } from "../testing/counting-server.ts";
import { journalOf, prepare } from "../testing/engine-of.ts";
import { planFrom } from "../testing/plans.ts";
import { type SpawnedEngine, spawnEngine } from "../testing/spawn-engine.ts";
import { until } from "../testing/until.ts";

const database = testDatabase();
let world: CountingServer;
let process: SpawnedEngine;

const runs = 12;
/** Neither the first nor the last: it is claimed among the others. */
const poison = 5;
let isArmed = false;
let deaths = 0;

beforeAll(async () => {
  world = await countingServer((number, path) => {
    // It is dead before it can be answered.
    if (isArmed && path === `/${poison}`) {
      isArmed = false;
      deaths += 1;
      void process.kill();
    }
    return { status: 200, body: { number } };
  });
});

afterAll(async () => {
  await process.kill();
  await world.close();
});

const spawn = async () => {
  const settings = { pollMs: 20 };
  process = await spawnEngine({ databaseUrl: database.url, installation: "home", allowedHost: world.host, settings });
};

type Standing = { readonly id: RunId; readonly status: string; readonly input: number };
const standings = async () =>
  await database.databases.engine<Standing[]>`
    select runs.id, status, (data -> 'input' ->> 'value')::int as input from runs
    join events on events.run_id = runs.id and seq = 1 order by runs.id`;

test("a run that ends every process that drives it is put into quarantine, and the runs beside it all end", async () => {
  const url = { $template: [`http://${world.host}/`, { $expr: "trigger" }] };
  const plan = planFrom({ t: { type: "manual" }, h: { type: "http-request", config: { method: "POST", url } } }, [
    "t > h",
  ]);
  await prepare(database.url, plan);
  // Held, so that all are in memory when one of them ends the process.
  world.hold(true);
  await spawn();
  process.start({ plan, inputs: Array.from({ length: runs }, (_, n) => n) });
  await world.received(runs);
  await process.kill();
  deaths += 1;
  for (let next = 2; next <= 4; next++) {
    // After the third all of them are suspects, and are driven one at a time.
    world.hold(next < 4);
    isArmed = true;
    await spawn();
    await until(`process ${next} dies`, () => (deaths === next ? true : null));
    await process.kill();
  }
  isArmed = true;
  await spawn();
  const rows = await until("all that can end have ended", async () => {
    const found = await standings();
    return found.some(({ status }) => status === "running") ? null : found;
  });
  const outcome = Object.fromEntries(rows.map(({ input, status }) => [input, status]));
  const expected = Array.from({ length: runs }, (_, n) => [n, n === poison ? "quarantined" : "succeeded"] as const);
  expect(outcome).toEqual(Object.fromEntries(expected));
  // The process that accepted it, and three that claimed it.
  expect(deaths).toBe(4);
  const { id } = rows.find(({ input }) => input === poison) as Standing;
  const events = await journalOf(database.databases.engine, id);
  expect(events.at(-1)).toMatchObject({ type: "run.quarantined", attempts: 3 });
});
