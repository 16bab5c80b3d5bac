import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunId } from "#core/id.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import { sendToRun } from "#db/queries/inbox.ts";
import { testDatabase } from "#db/testing.ts";
import { type CountingServer, countingServer } from "../testing/counting-server.ts";
import { journalOf, prepare, publish } from "../testing/engine-of.ts";
import { type FinalState, finalState } from "../testing/final-state.ts";
import { tried } from "../testing/length.ts";
import { workspaceId } from "../testing/plans.ts";
import { type SpawnedEngine, spawnEngine } from "../testing/spawn-engine.ts";
import { type StatementProxy, statementProxy } from "../testing/statement-proxy.ts";
import { until } from "../testing/until.ts";
import { everyKind, type Scenario, worldAnswers } from "./every-kind.ts";

const database = testDatabase();
let world: CountingServer;
let proxy: StatementProxy;
let scenario: Scenario;
const processes = new Set<SpawnedEngine>();
const longMs = 3_600_000;
/** The process at work now. */
let current: SpawnedEngine | null = null;

beforeAll(async () => {
  world = await countingServer(worldAnswers());
  proxy = await statementProxy(database.url);
  scenario = everyKind(world.host);
  await prepare(database.url, scenario.plan);
  await publish(database.url, { ...scenario.child, title: "Called by the proof" });
});

afterAll(async () => {
  await Promise.all([...processes].map((process) => process.kill()));
  await proxy.close();
  await world.close();
});

type Point = { readonly what: "statement" | "effect"; readonly number: number; readonly moment: "before" | "after" };

/** One process after the other under one name, so that nobody waits for a lease. */
async function spawn(databaseUrl: string, installation: string): Promise<SpawnedEngine> {
  const settings = { pollMs: 100, parkAfterMs: 200, leaseSeconds: 3 };
  const process = await spawnEngine({ databaseUrl, installation, allowedHost: world.host, settings });
  processes.add(process);
  return process;
}

async function end(process: SpawnedEngine): Promise<void> {
  await process.kill();
  processes.delete(process);
}

/** The only run that is younger than the given ones; null while there is none. */
async function newRun(known: ReadonlySet<string>): Promise<RunId | null> {
  const rows = await database.databases.engine<{ id: RunId }[]>`select id from runs where parent_run_id is null`;
  return rows.map(({ id }) => id).find((id) => !known.has(id)) ?? null;
}

async function knownRuns(): Promise<ReadonlySet<string>> {
  const rows = await database.databases.engine<{ id: string }[]>`select id from runs`;
  return new Set(rows.map(({ id }) => id));
}

type Ended = { readonly state: FinalState; readonly epoch: number };

/** Sees a run to its end, sending it what its steps wait for. */
async function ended(runId: RunId, unsent = [...scenario.signals]): Promise<Ended> {
  const epoch = await until(`${runId} ends`, async () => {
    await sendSignals(runId, unsent);
    return endOf(runId);
  });
  const children = await database.databases.engine<{ status: string }[]>`
    select status from runs where parent_run_id = ${runId}`;
  expect(children.map(({ status }) => status)).toEqual(["succeeded"]);
  return { state: finalState(await journalOf(database.databases.engine, runId), runId), epoch };
}

/** The epoch of a run that has ended; null while it goes on. */
async function endOf(runId: RunId): Promise<number | null> {
  const [row] = await database.databases.engine<{ epoch: number; ended: boolean; status: string }[]>`
    select epoch, ended_at is not null as ended, status from runs where id = ${runId}`;
  if (row?.status === "quarantined") throw new Error(`${runId} was put aside.`);
  return row?.ended ? row.epoch : null;
}

/** Sends the next signal once its step waits for it. */
async function sendSignals(runId: RunId, unsent: Scenario["signals"][number][]): Promise<void> {
  const [next] = unsent;
  if (!next) return;
  const events = await journalOf(database.databases.engine, runId);
  if (!events.some((event) => event.type === "wait.opened" && event.activation === next.activation)) return;
  const { activation, name, value } = next;
  const sent = await sendToRun(database.databases.engine, {
    workspaceId,
    runId,
    activation: activation as ActivationId,
    name,
    value: { value },
    sentBy: null,
  });
  expect(sent).toBe("sent");
  unsent.shift();
}

/** Without disturbance: how it comes out, how many statements it takes, which effects it asks for. */
async function undisturbed() {
  const known = await knownRuns();
  const firstKey = world.keys.length;
  const process = await spawn(proxy.url, "undisturbed");
  proxy.begin();
  process.start({ plan: scenario.plan, inputs: [scenario.input] });
  const runId = await until("it is accepted", () => newRun(known));
  const { state } = await ended(runId);
  const statements = proxy.count();
  await end(process);
  return { state, statements, effects: keysOf(runId, firstKey) };
}

/** What was asked for a run, without its id; a repeated one is there twice. */
function keysOf(runId: RunId, from: number): readonly string[] {
  return world.keys
    .slice(from)
    .filter((key) => key.startsWith(`${runId}/`))
    .map((key) => key.slice(runId.length + 1));
}

/** Kills the process at a point, starts another, and answers how the run came out all the same. */
async function disturbed(point: Point) {
  const known = await knownRuns();
  const firstKey = world.keys.length;
  const unsent = [...scenario.signals];
  const first = current ?? (await spawn(proxy.url, "place"));
  let killed: Promise<void> | null = null;
  const onReached = () => {
    killed = end(first);
  };
  const { what, number, moment } = point;
  proxy.begin(what === "statement" ? { statement: number, moment, onReached } : undefined);
  if (what === "effect") world.callOut({ request: number, moment, onReached });
  first.start({ plan: scenario.plan, inputs: [scenario.input] });
  await until("the process is killed, or the run ends before that", async () => {
    if (killed) return killed.then(() => true);
    const runId = await newRun(known);
    if (runId) await sendSignals(runId, unsent);
    return runId && (await endOf(runId)) !== null ? true : null;
  });
  const isHit = killed !== null;
  proxy.begin();
  current = isHit ? await spawn(proxy.url, "place") : first;
  const accepted = await newRun(known);
  // Whoever was not answered asks again.
  if (!accepted) current.start({ plan: scenario.plan, inputs: [scenario.input] });
  const runId = accepted ?? (await until("it is accepted", () => newRun(known)));
  const { state, epoch } = await ended(runId, unsent);
  return { isHit, wasTakenOver: isHit && epoch > 1, state, keys: keysOf(runId, firstKey) };
}

test(
  "a run whose process is killed before or after any statement or effect comes out like an undisturbed one, and effects carry the same key both times",
  async () => {
    const reference = await undisturbed();
    expect(reference.state.end).toBe("run.succeeded");
    expect(reference.effects.length).toBe(scenario.effects);
    const points: Point[] = [];
    for (const moment of ["before", "after"] as const) {
      for (let number = 1; number <= reference.statements; number++) points.push({ what: "statement", number, moment });
      for (let number = 1; number <= scenario.effects; number++) points.push({ what: "effect", number, moment });
    }
    let takenOver = 0;
    let repeated = 0;
    const all = tried(points, 8);
    let hits = 0;
    for (const point of all) {
      const name = `${point.moment} ${point.what} ${point.number}`;
      const { isHit, wasTakenOver, state, keys } = await disturbed(point);
      expect(state, name).toEqual(reference.state);
      expect(new Set(keys), name).toEqual(new Set(reference.effects));
      if (isHit) hits += 1;
      if (wasTakenOver) takenOver += 1;
      repeated += keys.length - new Set(keys).size;
    }
    process.stdout.write(
      `Killed at ${hits} of ${all.length} points that were tried, of ${points.length}: ${takenOver} runs taken over, ${repeated} effects repeated.\n`,
    );
    // Polls come in between, so the last points may lie behind the end of a run.
    expect(hits).toBeGreaterThan(all.length / 2);
    expect(takenOver).toBeGreaterThan(all.length / 4);
  },
  longMs,
);

test(
  "a run whose connections are cut before or after any statement comes out like an undisturbed one, in the same process",
  async () => {
    const reference = await undisturbed();
    const engine = await spawn(proxy.url, "cut");
    const all = tried(
      (["before", "after"] as const).flatMap((moment) =>
        Array.from({ length: reference.statements }, (_, at): Point => ({ what: "statement", number: at + 1, moment })),
      ),
      6,
    );
    let hits = 0;
    for (const { number, moment } of all) {
      const known = await knownRuns();
      const firstKey = world.keys.length;
      proxy.begin({ statement: number, moment, onReached: () => (hits += 1) });
      engine.start({ plan: scenario.plan, inputs: [scenario.input] });
      const runId = await acceptedAtLast(engine, known);
      const { state } = await ended(runId);
      expect(state, `${moment} statement ${number}`).toEqual(reference.state);
      expect(new Set(keysOf(runId, firstKey))).toEqual(new Set(reference.effects));
    }
    await end(engine);
    process.stdout.write(`Cut at ${hits} of ${all.length} points.\n`);
    expect(hits).toBeGreaterThan(all.length / 2);
  },
  longMs,
);

/** A trigger that was refused because the database was gone is asked again. */
async function acceptedAtLast(engine: SpawnedEngine, known: ReadonlySet<string>): Promise<RunId> {
  let answered = engine.said.length;
  return until("it is accepted", async () => {
    const runId = await newRun(known);
    if (runId) return runId;
    const refused = engine.said.slice(answered).some((message) => "refused" in message);
    answered = engine.said.length;
    if (refused) engine.start({ plan: scenario.plan, inputs: [scenario.input] });
    return null;
  });
}
