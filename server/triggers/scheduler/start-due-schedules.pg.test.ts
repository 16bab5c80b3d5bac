import { afterEach, expect, test, vi } from "vitest";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import type { WorkflowId } from "#core/id.ts";
import type { JsonObject } from "#core/json/json.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { testDatabase } from "#db/testing.ts";
import { removeWorkflow } from "../../commands/remove-workflow.ts";
import { restoreWorkflow } from "../../commands/restore-workflow.ts";
import { publishGraph } from "../../testing.ts";
import { scheduleStarter } from "./start-due-schedules.ts";
import type { Starting } from "./start-trigger.ts";
import { drawing, type StartedByTrigger, triggerServer } from "./testing/trigger-server.ts";

const { server, sql, starting, runsOf } = triggerServer(testDatabase());

afterEach(async () => {
  await sql()`update schedules set live = false`;
});

async function scheduled(config: JsonObject): Promise<WorkflowId> {
  const graph = drawing("schedule > no_op", { schedule: { every: "cron", zone: "Europe/Zurich", ...config } });
  return (await publishGraph(server, graph)).workflowId;
}

const timesOf = (runs: readonly StartedByTrigger[]) =>
  runs.map((run) => (run.input as { scheduledFor: string }).scheduledFor).toSorted();

/** Makes a schedule due since a moment, whatever its settings promised. */
async function dueSince(workflowId: WorkflowId, secondsAgo: number): Promise<void> {
  await sql()`
    update schedules set next_at = date_trunc('second', now()) - make_interval(secs => ${secondsAgo})
    where workflow_id = ${workflowId}`;
}

async function scheduleOf(workflowId: WorkflowId) {
  const [row] = await sql()<{ cron: string; live: boolean; isAhead: boolean }[]>`
    select cron, live, next_at > now() as "isAhead" from schedules where workflow_id = ${workflowId}`;
  return row;
}

test("publishing makes a schedule live, the bin ends it, and taking it out again begins with the next time", async () => {
  const workflowId = await scheduled({ cron: "0 9 * * *" });
  expect(await scheduleOf(workflowId)).toEqual({ cron: "0 9 * * *", live: true, isAhead: true });
  await removeWorkflow(server.services.ownerContext, { workflowId });
  expect(await scheduleOf(workflowId)).toMatchObject({ live: false });
  await dueSince(workflowId, 86_400);
  await restoreWorkflow(server.services.ownerContext, { workflowId });
  expect(await scheduleOf(workflowId)).toEqual({ cron: "0 9 * * *", live: true, isAhead: true });
});

test("a workflow may have several schedules, each with its own times; one that is disabled starts nothing", async () => {
  const at = (cron: string, disabled = false) => ({
    type: "schedule",
    disabled,
    config: { every: "cron", cron } as JsonObject,
  });
  const graph = graphOf("early > no_op, late > no_op, never > no_op", {
    types: nodeRegistry,
    nodes: { early: at("0 6 * * *"), late: at("0 18 * * 1-5"), never: at("0 0 * * *", true) },
  });
  const { workflowId } = await publishGraph(server, graph);
  const rows =
    await sql()`select node_id, cron from schedules where workflow_id = ${workflowId} and live order by cron`;
  expect(rows.map((row) => [row.node_id, row.cron])).toEqual([
    [nodeIdOf("late"), "0 18 * * 1-5"],
    [nodeIdOf("early"), "0 6 * * *"],
  ]);
});

test("a time that has come starts one run with the time that was meant, and is live and durable", async () => {
  const workflowId = await scheduled({ cron: "*/1 * * * * *" });
  await expect.poll(async () => (await runsOf(workflowId)).length, { timeout: 10_000 }).toBeGreaterThan(1);
  const [run] = await runsOf(workflowId);
  expect(run).toMatchObject({ kind: "schedule", input: { zone: "Europe/Zurich", missed: 0 } });
  const runs = await runsOf(workflowId);
  expect(new Set(timesOf(runs)).size).toBe(runs.length);
});

test("twelve schedulers on one database start exactly one run for each time", async () => {
  const workflowId = await scheduled({ cron: "*/5 * * * * *", missed: "all" });
  await dueSince(workflowId, 100);
  const looks = Array.from({ length: 12 }, () => scheduleStarter(sql(), starting())());
  await Promise.all(looks);
  const times = timesOf(await runsOf(workflowId));
  expect(times.length).toBeGreaterThanOrEqual(20);
  expect(new Set(times).size).toBe(times.length);
});

test("a scheduler that ends after its runs are durable, before the schedule is moved, starts none of them twice", async () => {
  const workflowId = await scheduled({ cron: "0 0 1 1 *", missed: "all" });
  await dueSince(workflowId, 30);
  const [before] = await sql()`select next_at from schedules where workflow_id = ${workflowId}`;
  await scheduleStarter(sql(), starting())();
  expect(await runsOf(workflowId)).toHaveLength(1);
  // What a process that was killed in between leaves behind.
  await sql()`update schedules set next_at = ${before?.next_at} where workflow_id = ${workflowId}`;
  await scheduleStarter(sql(), starting())();
  expect(await scheduleOf(workflowId)).toMatchObject({ isAhead: true });
  expect(await runsOf(workflowId)).toHaveLength(1);
});

test("a process whose clock is an hour off starts nothing too early, and what it starts has the right time", async () => {
  const soon = await scheduled({ cron: "0 0 1 1 *" });
  const now = await scheduled({ cron: "0 0 1 1 *" });
  await sql()`update schedules set next_at = now() + interval '30 minutes' where workflow_id = ${soon}`;
  await dueSince(now, 1);
  const [due] = await sql()<{ ms: number }[]>`
    select extract(epoch from next_at)::float8 * 1000 as ms from schedules where workflow_id = ${now}`;
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
  try {
    await scheduleStarter(sql(), starting())();
    await expect.poll(async () => (await scheduleOf(now))?.isAhead).toBe(true);
  } finally {
    vi.useRealTimers();
  }
  expect(await runsOf(soon)).toEqual([]);
  expect(timesOf(await runsOf(now)).map((time) => Date.parse(time))).toEqual([due?.ms]);
});

test("a schedule that cannot be read and a run that cannot begin hold up no other", async () => {
  const broken = await scheduled({ cron: "0 0 1 1 *" });
  const refused = await scheduled({ cron: "0 0 1 1 *" });
  const fine = await scheduled({ cron: "0 0 1 1 *" });
  await sql()`update schedules set cron = 'never' where workflow_id = ${broken}`;
  for (const workflowId of [broken, refused, fine]) await dueSince(workflowId, 1);
  const { engine } = server.services;
  const start: Starting["engine"]["start"] = (request) =>
    request.workflowId === refused ? Promise.reject(new Error("A fault of ours.")) : engine.start(request);
  await scheduleStarter(sql(), { ...starting(), engine: { start } })();
  await expect.poll(async () => (await runsOf(fine)).length).toBe(1);
  // The server's own scheduler finds nothing wrong with the second.
  await expect.poll(async () => (await runsOf(refused)).length, { timeout: 20_000 }).toBe(1);
  expect(await runsOf(broken)).toEqual([]);
});

test.each([
  ["skip", 0],
  ["once", 1],
  ["all", 3],
] as const)("of three times missed in the night, %s starts %i runs", async (missed, count) => {
  const workflowId = await scheduled({ cron: "0 0 1 1 *", missed });
  // Every hour, the last time ten minutes ago.
  await sql()`
    update schedules set cron = extract(minute from now() - interval '10 minutes') || ' * * * *',
      next_at = date_trunc('minute', now()) - interval '2 hours 10 minutes'
    where workflow_id = ${workflowId}`;
  await scheduleStarter(sql(), starting())();
  await expect.poll(async () => (await scheduleOf(workflowId))?.isAhead).toBe(true);
  const runs = await runsOf(workflowId);
  expect(runs).toHaveLength(count);
  expect(runs.map((run) => (run.input as { missed: number }).missed)).toEqual(
    missed === "once" ? [2] : runs.map(() => 0),
  );
});
