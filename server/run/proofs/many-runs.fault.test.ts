import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunId } from "#core/id.ts";
import { testDatabase } from "#db/testing.ts";
import type { Engine } from "../engine.ts";
import { engineOf, prepare, request } from "../testing/engine-of.ts";
import { heldEffects } from "../testing/held-effects.ts";
import { isLong } from "../testing/length.ts";
import { chainOfFive, planFrom, setFields } from "../testing/plans.ts";
import { type SpawnedEngine, spawnEngine } from "../testing/spawn-engine.ts";
import { until } from "../testing/until.ts";

const database = testDatabase();
const many = isLong ? 100_000 : 10_000;
const mb = 1024 * 1024;
let owner: Sql;
let process: SpawnedEngine | null = null;

const calls = planFrom({ t: { type: "manual" }, h: { type: "http-request", config: { url: "https://example.com" } } }, [
  "t > h",
]);
const waits = planFrom(
  {
    t: { type: "manual" },
    w: { type: "wait", config: { amount: 1, unit: "seconds" } },
    z: setFields({ done: "true" }),
  },
  ["t > w > z"],
);

beforeAll(async () => {
  owner = postgres(database.url, { max: 1, onnotice: () => undefined });
  for (const plan of [calls, waits, chainOfFive()]) await prepare(database.url, plan);
});

afterAll(async () => {
  await process?.kill();
  await owner.end();
});

const spawn = async () => {
  const settings = { pollMs: 50 };
  const at = { databaseUrl: database.url, installation: "home", allowedHost: "127.0.0.1:1" };
  process = await spawnEngine({ ...at, settings });
  return process;
};

/** Copies a run of the engine's own as often as wanted, with its journal. */
async function copies(runId: RunId, count: number): Promise<void> {
  const [row] = await owner`
    select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns
    where table_name = 'runs' and column_name not in ('id')`;
  const id = `substr('${runId}', 1, 16) || lpad(to_hex(n), 20, '0')`;
  await owner.unsafe(`insert into runs (id, ${row?.columns})
    select ${id}, ${row?.columns} from runs cross join generate_series(1, ${count}) as n where id = '${runId}'`);
  await owner.unsafe(`insert into events (workspace_id, run_id, seq, type, data, at)
    select workspace_id, ${id}, seq, type, data, at from events cross join generate_series(1, ${count}) as n
    where run_id = '${runId}'`);
  await owner`analyze runs, events`;
}

const countOf = async (status: string) => {
  const [row] = await owner`select count(*)::int as runs from runs where status = ${status}`;
  return row?.runs as number;
};

async function withEngine<T>(use: (engine: Engine) => Promise<T>, settings = {}): Promise<T> {
  const effects = heldEffects();
  const engine = engineOf(database.databases.engine, { interpret: effects.interpret, settings });
  const answer = await use(engine);
  await engine.stop();
  return answer;
}

test(`a backlog of ${many} queued runs drains with flat memory`, async () => {
  const queued = await withEngine(
    async (engine) => {
      await engine.start(request(calls));
      return (await engine.start(request(chainOfFive(), { method: "POST", body: { n: 1 } }))).runId;
    },
    { drivesMax: 1 },
  );
  await owner`update runs set status = 'cancelled' where id <> ${queued}`;
  await copies(queued, many);
  expect(await countOf("queued")).toBe(many + 1);
  const startedAt = performance.now();
  const worker = await spawn();
  const memory: number[] = [];
  for (let tenth = 1; tenth <= 10; tenth++) {
    await until(`${tenth} tenths are through`, async () => {
      if (tenth > 1) memory.push(worker.memory());
      return (await countOf("succeeded")) >= (many * tenth) / 10 ? true : null;
    });
  }
  await until("all are through", async () => ((await countOf("succeeded")) === many + 1 ? true : null));
  const seconds = (performance.now() - startedAt) / 1_000;
  const [least, most] = [Math.min(...memory), Math.max(...memory)];
  globalThis.process.stdout.write(
    `${many + 1} queued runs in ${seconds.toFixed(1)} s; ${memory.length} looks at the memory: ${Math.round(least / mb)} to ${Math.round(most / mb)} MB\n`,
  );
  expect(memory.length).toBeGreaterThan(2);
  // It is the young part of the heap that grows at first, whatever the number of runs.
  expect(most - least).toBeLessThan(150 * mb);
  await worker.kill();
});

test(`${many} waiting runs are rows alone: a process that starts beside them takes none into memory, and each wakes at its time`, async () => {
  const idle = await spawn();
  await until("it has settled", () => (idle.memory() > 0 ? true : null));
  const before = idle.memory();
  await idle.kill();
  const waiting = await withEngine(
    async (engine) => {
      const { runId } = await engine.start(request(waits));
      await until("it waits", async () => ((await countOf("waiting")) === 1 ? true : null));
      await owner`update runs set wake_at = now() + interval '1 day' where id = ${runId}`;
      return runId;
    },
    { parkAfterMs: 20, pollMs: 10 },
  );
  await copies(waiting, many);
  const woken = 500;
  await owner`
    update runs set wake_at = case when id in (
      select id from runs where status = 'waiting' order by id limit ${woken}
    ) then now() else now() + interval '1 day' end where status = 'waiting'`;
  const worker = await spawn();
  await until("those whose time has come end", async () =>
    (await countOf("waiting")) === many + 1 - woken && (await countOf("running")) === 0 ? true : null,
  );
  const [row] =
    await owner`select count(*)::int as runs from runs where status = 'succeeded' and epoch > 1 and plan_hash = (select plan_hash from runs where status = 'waiting' limit 1)`;
  expect(row?.runs).toBe(woken);
  globalThis.process.stdout.write(
    `${many + 1} waiting runs, ${woken} woken: ${Math.round(before / mb)} MB without them, ${Math.round(worker.memory() / mb)} MB with them\n`,
  );
  expect(worker.memory() - before).toBeLessThan(150 * mb);
});
