import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunId } from "#core/id.ts";
import type { RunEvent } from "#core/schedule/event.ts";
import { foldRun } from "#core/schedule/fold-run.ts";
import { testDatabase } from "#db/testing.ts";
import { type CountingServer, countingServer } from "./testing/counting-server.ts";
import { journalOf, prepare } from "./testing/engine-of.ts";
import { expr, planFrom } from "./testing/plans.ts";
import { type SpawnedEngine, spawnEngine } from "./testing/spawn-engine.ts";
import { until } from "./testing/until.ts";

const database = testDatabase();
let world: CountingServer;
const processes: SpawnedEngine[] = [];

beforeAll(async () => {
  world = await countingServer();
});

afterAll(async () => {
  await Promise.all(processes.map((process) => process.kill()));
  await world.close();
});

const spawn = async (installation: string, leaseSeconds = 30) => {
  const settings = { leaseSeconds, pollMs: 20 };
  const process = await spawnEngine({ databaseUrl: database.url, installation, allowedHost: world.host, settings });
  processes.push(process);
  return process;
};

/** Two requests one after the other, and a container with one request per item in between. */
const planOver = () => {
  const call = { type: "http-request", config: { method: "POST", url: `http://${world.host}/` } };
  return planFrom(
    {
      t: { type: "manual" },
      h: call,
      e: { type: "each", config: { list: expr("trigger.items"), parallel: 2, result: expr("steps.c.body.number") } },
      c: { ...call, parent: "e" },
      s: { type: "set-fields", config: { keep: false, fields: [{ name: "numbers", value: expr("steps.e") }] } },
      l: call,
    },
    ["t > h > e > s > l"],
  );
};

const acceptedBy = (process: SpawnedEngine) =>
  process.said.flatMap((message) => ("accepted" in message ? [message.accepted] : []));

const endedAll = async (runs: readonly RunId[]) => {
  const rows = await database.databases.engine<{ status: string; failure: unknown }[]>`
    select status, failure from runs where id = any(${runs as RunId[]}::text[])`;
  expect(rows.filter(({ status }) => status === "failed")).toEqual([]);
  return rows.filter(({ status }) => status === "succeeded").length === runs.length ? true : null;
};

/** Each result is in the journal once, and the journal is whole. */
function checkJournal(events: readonly RunEvent[]): void {
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
  const settled = events.flatMap((event) => {
    if (event.type === "effect.settled") return [`${event.activation} effect ${event.index}`];
    return event.type === "activation.emitted" ? [event.activation] : [];
  });
  expect(new Set(settled).size).toBe(settled.length);
  expect(events[events.length - 1]?.type).toBe("run.succeeded");
}

test("processes killed in the middle of runs lose nothing: every accepted run ends, every result is written once, effects keep their key", async () => {
  const plan = planOver();
  await prepare(database.url, plan);
  const accepted = new Set<RunId>();
  const runsEach = 8;
  // Three kills: a run that a fourth process finds without any progress since would rightly be given up.
  for (const moment of [3, 17, 40]) {
    const process = await spawn("home");
    process.start({ plan, inputs: Array.from({ length: runsEach }, (_, n) => ({ items: [n, n + 1, n + 2] })) });
    await world.received(moment);
    await until("some are accepted", () => (acceptedBy(process).length > 0 ? true : null));
    await process.kill();
    for (const runId of acceptedBy(process)) accepted.add(runId);
  }
  await spawn("home");
  await until("all accepted runs end", () => endedAll([...accepted]));
  for (const runId of accepted) {
    const events = await journalOf(database.databases.engine, runId);
    checkJournal(events);
    expect(foldRun(plan, events).status).toBe("succeeded");
    const keys = world.keys.filter((key) => key.startsWith(`${runId}/`));
    expect(new Set(keys)).toEqual(
      new Set([`${runId}/n_h/0`, `${runId}/n_c:0/0`, `${runId}/n_c:1/0`, `${runId}/n_c:2/0`, `${runId}/n_l/0`]),
    );
  }
  // The kills have hit runs at work.
  const [row] = await database.databases.engine`select count(*)::int as runs from runs where epoch > 1`;
  expect(row?.runs).toBeGreaterThan(0);
  expect(world.keys.length).toBeGreaterThan(new Set(world.keys).size);
});

test("a process that was frozen and wakes up after its run was taken over can write nothing", async () => {
  const plan = planOver();
  await prepare(database.url, plan);
  world.hold(true);
  const before = world.keys.length;
  const frozen = await spawn("one", 1);
  frozen.start({ plan, inputs: [{ items: [1] }] });
  await world.received(before + 1);
  const [runId] = await until("the run is accepted", () => (acceptedBy(frozen).length > 0 ? acceptedBy(frozen) : null));
  frozen.freeze();
  await spawn("two", 1);
  await world.received(before + 2);
  world.hold(false);
  await until("the run ends", () => endedAll([runId as RunId]));
  const events = await journalOf(database.databases.engine, runId as RunId);
  frozen.thaw();
  const told = await until(
    "the frozen process notices",
    () => frozen.said.find((message) => "ended" in message) ?? null,
  );
  expect(told).toEqual({ runId, ended: "detached" });
  expect(await journalOf(database.databases.engine, runId as RunId)).toEqual(events);
  checkJournal(events);
});
