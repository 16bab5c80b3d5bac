import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunId } from "#core/id.ts";
import { testDatabase } from "#db/testing.ts";
import { prepare } from "../testing/engine-of.ts";
import { expr, planFrom } from "../testing/plans.ts";
import { type SpawnedEngine, spawnEngine } from "../testing/spawn-engine.ts";
import { until } from "../testing/until.ts";

const database = testDatabase();
const itemCount = 100_000;
const bytesMax = 300 * 1024 * 1024;
const processes: SpawnedEngine[] = [];

const plan = planFrom(
  {
    t: { type: "manual" },
    e: { type: "each", config: { list: expr("trigger"), parallel: 8, result: expr("steps.x.n") } },
    x: { type: "set-fields", config: { keep: false, fields: [{ name: "n", value: expr("item + 1") }] }, parent: "e" },
  },
  ["t > e"],
);

beforeAll(() => prepare(database.url, plan));
afterAll(() => Promise.all(processes.map((process) => process.kill())));

async function spawn(): Promise<SpawnedEngine> {
  // One place: the second takes over at once what the first has left.
  const settings = { databaseUrl: database.url, installation: "place", allowedHost: "localhost:1", settings: {} };
  const process = await spawnEngine(settings);
  processes.push(process);
  return process;
}

async function eventsOf(runId: RunId): Promise<number> {
  const [row] = await database.databases.engine`select max(seq)::int as seq from events where run_id = ${runId}`;
  return Number(row?.seq ?? 0);
}

/** Until the run has so many events: the most memory that the process held meanwhile. */
async function watch(process: SpawnedEngine, runId: RunId, events: number): Promise<number> {
  let most = 0;
  await until(`${runId} has ${events} events`, async () => {
    most = Math.max(most, process.memory());
    return (await eventsOf(runId)) >= events ? true : null;
  });
  return most;
}

test("100,000 items go through a box in less than 300 MB, also when another process takes over before the end", async () => {
  const first = await spawn();
  first.start({ plan, inputs: [Array.from({ length: itemCount }, (_, n) => n)] });
  const runId = await until("it is accepted", async () => {
    for (const message of first.said) if ("accepted" in message) return message.accepted;
    return null;
  });
  const before = await watch(first, runId, itemCount * 0.75);
  await first.kill();
  expect(await eventsOf(runId)).toBeLessThan(itemCount);
  const second = await spawn();
  // Its start, the trigger, the box as it opens and as it closes, and the end, beside one for each item.
  const after = await watch(second, runId, itemCount + 5);
  expect(Math.max(before, after)).toBeLessThan(bytesMax);
  expect(Math.min(before, after)).toBeGreaterThan(0);
  const [closed] = await database.databases.engine`
    select data from events where run_id = ${runId} and type = 'activation.emitted' order by seq desc limit 1`;
  const [blob] = await database.databases.engine`select json from blobs where hash = ${closed?.data.output.blob}`;
  expect(blob?.json).toEqual(Array.from({ length: itemCount }, (_, n) => n + 1));
});
