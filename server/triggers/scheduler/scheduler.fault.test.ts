import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { graphOf } from "#core/graph/graph-of.ts";
import type { WorkflowId, WorkspaceId } from "#core/id.ts";
import type { JsonObject } from "#core/json/json.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { testDatabase } from "#db/testing.ts";
import { until } from "../../run/testing/until.ts";
import { publishGraph, startOn } from "../../testing.ts";

const database = testDatabase();
const processes: ChildProcess[] = [];
let workspaceId: WorkspaceId;
let everySecond: WorkflowId;
let listener: WorkflowId;

beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "heddle-scheduler-"));
  const server = await startOn(database.url, folder);
  workspaceId = server.services.ownerContext.actor.workspaceId;
  const draw = (text: string, nodes: Record<string, { config: JsonObject }>) =>
    publishGraph(server, graphOf(text, { types: nodeRegistry, nodes }));
  const schedule = { every: "cron", cron: "* * * * * *", missed: "all" };
  everySecond = (await draw("schedule > no_op", { schedule: { config: schedule } })).workflowId;
  listener = (await draw("event > no_op", { event: { config: { name: "told" } } })).workflowId;
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

afterAll(async () => {
  await Promise.all(processes.map(kill));
});

/** A process with an engine and a scheduler; all of them are at work on one database. */
async function spawn(name: string): Promise<ChildProcess> {
  const child = fork(path.join(import.meta.dirname, "testing", "scheduler-process.ts"), [database.url, name]);
  processes.push(child);
  await once(child, "message");
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

async function inputsOf(workflowId: WorkflowId): Promise<readonly JsonObject[]> {
  const rows = await database.databases.engine<{ input: JsonObject }[]>`
    select events.data -> 'input' -> 'value' as input from runs
    join events on events.run_id = runs.id and events.type = 'run.started'
    where runs.workflow_id = ${workflowId}`;
  return rows.map((row) => row.input);
}

/** Kills one process after the other at the very moment at which new runs are there, until there are so many. */
async function killAlong(workflowId: WorkflowId, count: number, step: number): Promise<number> {
  const names = ["one", "two", "three"];
  const alive = await Promise.all(names.map(spawn));
  let kills = 0;
  for (let wanted = step; ; wanted += step) {
    const at = kills % alive.length;
    await until(`${wanted} runs`, async () => ((await inputsOf(workflowId)).length >= wanted ? true : null));
    const victim = alive[at];
    if (victim) await kill(victim);
    kills += 1;
    if (wanted >= count) break;
    alive[at] = await spawn(`${names[at]}-${kills}`);
  }
  return kills;
}

test("schedulers that are killed again and again start exactly one run for each second, and leave none out", async () => {
  expect(await killAlong(everySecond, 10, 2)).toBe(5);
  // Whoever is left makes up for what the others left behind.
  await until("none is due", async () => {
    const due = await database.databases.engine`
      select 1 from schedules where live and next_at < now() - interval '2 seconds'`;
    return due.length === 0 ? true : null;
  });
  await Promise.all(processes.map(kill));
  const times = (await inputsOf(everySecond))
    .map((input) => Date.parse(String(input.scheduledFor)))
    .toSorted((a, b) => a - b);
  const [first = 0] = times;
  expect(times.length).toBeGreaterThanOrEqual(10);
  expect(times).toEqual(times.map((_, at) => first + at * 1_000));
});

test("events are passed on exactly once by processes that are killed in the middle of them", async () => {
  await database.databases.engine`update schedules set live = false`;
  const count = 300;
  await database.databases.engine`
    insert into emissions (workspace_id, id, kind, name, value, source_run_id, source_workflow_id)
    select ${workspaceId}, 'told/' || n, 'event', 'told', json_build_object('value', n), 'run_00000000', 'wf_source1'
    from generate_series(1, ${count}) n`;
  expect(await killAlong(listener, count, 100)).toBe(3);
  await until("all are passed on", async () => {
    const left = await database.databases.engine`select 1 from emissions`;
    return left.length === 0 ? true : null;
  });
  const told = (await inputsOf(listener)).map((input) => Number(input.value)).toSorted((a, b) => a - b);
  expect(told).toEqual(Array.from({ length: count }, (_, at) => at + 1));
});
