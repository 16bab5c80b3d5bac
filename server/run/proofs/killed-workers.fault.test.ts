import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunId } from "#core/id.ts";
import { testDatabase } from "#db/testing.ts";
import { type CountingServer, countingServer } from "../testing/counting-server.ts";
import { journalOf, prepare } from "../testing/engine-of.ts";
import { finalState } from "../testing/final-state.ts";
import { isLong } from "../testing/length.ts";
import { expr, planFrom } from "../testing/plans.ts";
import { type SpawnedEngine, spawnEngine } from "../testing/spawn-engine.ts";
import { until } from "../testing/until.ts";

const database = testDatabase();
const workers = 3;
const runsWanted = isLong ? 5_000 : 300;
const kills = isLong ? 15 : 3;
const betweenMs = isLong ? 4_000 : 1_500;
const leaseSeconds = 3;
/** What a kill may cost the runs that it hits, milliseconds. */
const lostMsMax = 10_000;

let world: CountingServer;
const alive: SpawnedEngine[] = [];
const ended: SpawnedEngine[] = [];

beforeAll(async () => {
  // Slow enough for some to be in flight whenever a worker dies.
  world = await countingServer(undefined, 150);
});

afterAll(async () => {
  await Promise.all(alive.map((worker) => worker.kill()));
  await world.close();
});

let spawned = 0;
async function spawnWorker(): Promise<void> {
  spawned += 1;
  // Each is a machine of its own: only the lease says that it is gone.
  alive.push(
    await spawnEngine({
      databaseUrl: database.url,
      installation: `machine${spawned}`,
      allowedHost: world.host,
      settings: { pollMs: 100, leaseSeconds },
    }),
  );
}

const plan = () => {
  const call = { type: "http-request", config: { method: "POST", url: `http://${world.host}/` } };
  return planFrom(
    {
      t: { type: "manual" },
      a: call,
      e: { type: "each", config: { list: expr("trigger.items"), parallel: 2 } },
      b: { ...call, parent: "e" },
      c: call,
    },
    ["t > a > e > c"],
  );
};

const accepted = () =>
  [...alive, ...ended].flatMap(({ said }) =>
    said.flatMap((message) => ("accepted" in message ? [message.accepted] : [])),
  );

/** How long the runs of the youngest dead process go without an owner that lives, milliseconds. */
async function lostTime(): Promise<number> {
  const from = performance.now();
  await until("the runs of a killed worker are taken over", async () => {
    const [row] = await database.databases.engine<{ orphans: number }[]>`
      select count(*)::int as orphans from runs where status = 'running' and owner like ${`machine%`}
        and split_part(owner, '/', 1) <> all(${living()}::text[])`;
    return row?.orphans === 0 ? true : null;
  });
  return performance.now() - from;
}

const names = new WeakMap<SpawnedEngine, string>();
const living = () => alive.map((worker) => names.get(worker) ?? "");

test("three workers of which one is killed every few seconds: every run ends, and an effect is only repeated, with its key, when it was in flight", async () => {
  const work = plan();
  await prepare(database.url, work);
  for (let at = 0; at < workers; at++) {
    await spawnWorker();
    names.set(alive[at] as SpawnedEngine, `machine${spawned}`);
  }
  let isDone = false;
  const load = (async () => {
    for (let turn = 0; !isDone || accepted().length < runsWanted; turn++) {
      const inputs = Array.from({ length: 10 }, (_, n) => ({ items: [n, n + 1] }));
      alive[turn % alive.length]?.start({ plan: work, inputs });
      await delay((kills * betweenMs * 10) / runsWanted);
    }
  })();
  const lost: number[] = [];
  for (let at = 0; at < kills; at++) {
    await delay(betweenMs);
    const [victim] = alive.splice(at % alive.length, 1);
    await victim?.kill();
    if (victim) ended.push(victim);
    const measured = lostTime();
    await spawnWorker();
    names.set(alive[alive.length - 1] as SpawnedEngine, `machine${spawned}`);
    lost.push(await measured);
  }
  isDone = true;
  await load;
  const runs = [...new Set(accepted())];
  await until("all accepted runs end", async () => {
    const [row] = await database.databases.engine<{ open: number }[]>`
      select count(*)::int as open from runs where id = any(${runs}::text[]) and status <> 'succeeded'`;
    return row?.open === 0 ? true : null;
  });
  await checkEffects(runs);
  const [row] = await database.databases.engine<{ moved: number }[]>`
    select count(*)::int as moved from runs where epoch > 1`;
  process.stdout.write(
    `${kills} kills, ${runs.length} runs: ${row?.moved} taken over, ${world.keys.length - new Set(world.keys).size} of ${world.keys.length} effects repeated, at most ${Math.round(Math.max(...lost))} ms lost.\n`,
  );
  expect(row?.moved).toBeGreaterThan(0);
  if (isLong) expect(Math.max(...lost)).toBeLessThan(lostMsMax);
}, 300_000);

/** Every run asked for each of its effects, and journals hold each result once. */
async function checkEffects(runs: readonly RunId[]): Promise<void> {
  const byRun = new Map<string, string[]>();
  for (const key of world.keys) {
    const [run = "", ...rest] = key.split("/");
    byRun.set(run, [...(byRun.get(run) ?? []), rest.join("/")]);
  }
  for (const runId of runs) {
    const keys = byRun.get(runId) ?? [];
    expect(new Set(keys), runId).toEqual(new Set(["n_a/0", "n_b:0/0", "n_b:1/0", "n_c/0"]));
    if (keys.length === 4) continue;
    // Repeated: only in a run that changed hands.
    const [row] = await database.databases.engine<{ epoch: number }[]>`select epoch from runs where id = ${runId}`;
    expect(row?.epoch, runId).toBeGreaterThan(1);
    expect(finalState(await journalOf(database.databases.engine, runId), runId).end).toBe("run.succeeded");
  }
}
