import type { Sql } from "postgres";
import { afterEach, expect, test } from "vitest";
import type { Graph } from "#core/graph/graph.ts";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import type { RunId, WorkflowId } from "#core/id.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { testDatabase } from "#db/testing.ts";
import { removeWorkflow } from "../../commands/remove-workflow.ts";
import { restoreWorkflow } from "../../commands/restore-workflow.ts";
import { AppError } from "../../errors.ts";
import { createLogger } from "../../log.ts";
import { publishGraph, testServer } from "../../testing.ts";
import { emissionPasser } from "./pass-on-emissions.ts";
import { scheduleStarter } from "./start-due-schedules.ts";
import type { Starting } from "./start-trigger.ts";

const database = testDatabase();
const server = testServer(database);
const sql = (): Sql => server.services.databases.engine;
const starting = (): Starting => ({ engine: server.services.engine, log: createLogger("silent") });

afterEach(async () => {
  await sql()`update schedules set live = false`;
});

function drawing(text: string, nodes: Readonly<Record<string, JsonObject>>): Graph {
  const configs = Object.fromEntries(Object.entries(nodes).map(([key, config]) => [key, { config }]));
  return graphOf(text, { types: nodeRegistry, nodes: configs });
}

async function scheduled(config: JsonObject): Promise<WorkflowId> {
  const graph = drawing("schedule > no_op", { schedule: { every: "cron", zone: "Europe/Zurich", ...config } });
  return (await publishGraph(server, graph)).workflowId;
}

type Started = { readonly id: RunId; readonly status: string; readonly kind: string; readonly input: Json };

async function runsOf(workflowId: WorkflowId): Promise<readonly Started[]> {
  return await sql()<Started[]>`
    select runs.id, runs.status, runs.trigger_kind as kind, events.data -> 'input' -> 'value' as input
    from runs join events on events.run_id = runs.id and events.type = 'run.started'
    where workflow_id = ${workflowId} order by runs.id`;
}

const timesOf = (runs: readonly Started[]) =>
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

test("an event starts one run of each workflow that listens and whose filter is true", async () => {
  const listener = (config: JsonObject) =>
    publishGraph(server, drawing("event > no_op", { event: { name: "order.paid", ...config } }));
  const all = await listener({});
  const large = await listener({ filter: { $expr: "trigger.value.total > 100" } });
  const other = await listener({ name: "order.sent" });
  const any = await listener({ name: "*" });
  const source = { source_run_id: "run_00000000", source_workflow_id: "wf_source1" };
  const { workspaceId } = server.services.ownerContext.actor;
  const emit = (id: string, total: number) => sql()`
    insert into emissions (workspace_id, id, kind, name, value, source_run_id, source_workflow_id)
    values (${workspaceId}, ${id}, 'event', 'order.paid', ${JSON.stringify({ value: { total } })}::text::json,
      ${source.source_run_id}, ${source.source_workflow_id})`;
  await emit("e1", 50);
  await emit("e2", 150);
  await Promise.all(Array.from({ length: 8 }, () => emissionPasser(sql(), starting())()));
  await expect.poll(async () => (await sql()`select 1 from emissions`).length).toBe(0);
  const totals = async (workflowId: WorkflowId) =>
    (await runsOf(workflowId)).map((run) => (run.input as { value: { total: number } }).value.total);
  expect(await totals(all.workflowId)).toEqual([50, 150]);
  expect(await totals(large.workflowId)).toEqual([150]);
  expect(await totals(other.workflowId)).toEqual([]);
  expect(await totals(any.workflowId)).toEqual([50, 150]);
  const [run] = await runsOf(all.workflowId);
  expect(run).toMatchObject({
    kind: "event",
    input: { name: "order.paid", source: { runId: "run_00000000", workflowId: "wf_source1", depth: 1 } },
  });
});

test("a filter that fails starts a run that says why", async () => {
  const filter = { $expr: "trigger.value.total > 100" };
  const { workflowId } = await publishGraph(server, drawing("event > no_op", { event: { name: "odd", filter } }));
  const { workspaceId } = server.services.ownerContext.actor;
  await sql()`
    insert into emissions (workspace_id, id, kind, name, value, source_run_id, source_workflow_id)
    values (${workspaceId}, 'odd1', 'event', 'odd', '{"value":{}}', 'run_00000000', 'wf_source1')`;
  await expect.poll(async () => (await runsOf(workflowId))[0]?.status, { timeout: 10_000 }).toBe("failed");
});

test("two workflows that set one another off come to an end, and the last run says why", async () => {
  const circle = (hears: string, tells: string) =>
    drawing("event > emit_event", { event: { name: hears }, emit_event: { name: tells } });
  const { workflowId: ping } = await publishGraph(server, circle("ping", "pong"));
  const { workflowId: pong } = await publishGraph(server, circle("pong", "ping"));
  const starter = await publishGraph(server, drawing("webhook > emit_event", { emit_event: { name: "ping" } }));
  await fetch(await starter.hookUrl(nodeIdOf("webhook")), { method: "POST" });
  const failures = () => sql()<{ failure: { code: string; message: string } }[]>`
    select failure from runs where workflow_id in (${ping}, ${pong}) and status = 'failed'`;
  await expect.poll(async () => (await failures()).length, { timeout: 25_000 }).toBe(1);
  const [last] = await failures();
  expect(last?.failure).toMatchObject({ code: "limit", message: expect.stringContaining("in a circle") });
  expect((await runsOf(ping)).length + (await runsOf(pong)).length).toBe(21);
});

/** A handler that fails itself, which must not be heard of. */
const handlerOf = (config: JsonObject) =>
  drawing("error > stop_with_error", { error: config, stop_with_error: { message: "No chat." } });

test("a failed live run starts the workflows that listen to its failures, whose own failure starts none", async () => {
  const failing = drawing("webhook > stop_with_error", { stop_with_error: { message: "No lines." } });
  const { workflowId, hookUrl } = await publishGraph(server, failing);
  const { workflowId: handler } = await publishGraph(server, handlerOf({ workflow: workflowId }));
  const { workflowId: handlerOfHandler } = await publishGraph(server, handlerOf({ workflow: handler }));
  const { workflowId: handlerOfAll } = await publishGraph(server, handlerOf({}));
  const answer = await fetch(await hookUrl(nodeIdOf("webhook")), { method: "POST" });
  const id = answer.headers.get("x-heddle-run");
  await expect
    .poll(async () => (await runsOf(handler)).map((run) => run.status), { timeout: 10_000 })
    .toEqual(["failed"]);
  const [run] = await runsOf(handler);
  expect(run).toMatchObject({
    kind: "error",
    input: {
      workflow: { id: workflowId, title: "Test" },
      run: { id },
      failure: { code: "stopped", message: "No lines." },
      step: { key: "stop_with_error" },
    },
  });
  const heard = async (workflow: WorkflowId) =>
    (await runsOf(workflow)).map((one) => (one.input as { run: { id: string } }).run.id);
  await expect.poll(async () => await heard(handlerOfAll)).toContain(id);
  expect(await sql()`select 1 from emissions where source_workflow_id = ${handler}`).toHaveLength(0);
  expect(await heard(handlerOfAll)).not.toContain(run?.id);
  expect(await runsOf(handlerOfHandler)).toEqual([]);
});

test("the workflow that the settings name for failures is started, whatever its own trigger listens to", async () => {
  const { workflowId: handler } = await publishGraph(server, handlerOf({ workflow: "wf_elsewhere" }));
  const failing = drawing("webhook > stop_with_error", {});
  const { hookUrl } = await publishGraph(server, { ...failing, settings: { errorWorkflow: handler } });
  const answer = await fetch(await hookUrl(nodeIdOf("webhook")), { method: "POST" });
  const id = answer.headers.get("x-heddle-run");
  await expect.poll(async () => (await runsOf(handler)).length, { timeout: 10_000 }).toBe(1);
  expect((await runsOf(handler))[0]?.input).toMatchObject({ run: { id } });
});

test("a workflow without room for runs keeps its times and events until there is room, and holds up nobody", async () => {
  const full = await publishGraph(server, drawing("event > no_op", { event: { name: "stock" } }));
  const other = await publishGraph(server, drawing("event > no_op", { event: { name: "stock" } }));
  const late = await scheduled({ cron: "0 0 1 1 *" });
  const { workspaceId } = server.services.ownerContext.actor;
  const without: Starting = {
    ...starting(),
    engine: {
      start: (request) =>
        request.workflowId === full.workflowId || request.workflowId === late
          ? Promise.reject(new AppError("full", "No room."))
          : server.services.engine.start(request),
    },
  };
  // In one transaction with the look, so that the server's own scheduler does not come first.
  await sql().begin(async (tx) => {
    await tx`
      insert into emissions (workspace_id, id, kind, name, value, source_run_id, source_workflow_id)
      values (${workspaceId}, 'stock1', 'event', 'stock', '{"value":1}', 'run_00000000', 'wf_source1')`;
    await tx`update schedules set next_at = now() where workflow_id = ${late}`;
    const nested = Object.assign((...args: Parameters<Sql>) => tx(...args), {
      begin: tx.savepoint.bind(tx),
    }) as unknown as Sql;
    await emissionPasser(nested, without)();
    await scheduleStarter(nested, without)();
    expect(await tx`select 1 from emissions where id = 'stock1'`).toHaveLength(1);
    expect(await tx`select 1 from schedules where workflow_id = ${late} and next_at <= now()`).toHaveLength(1);
  });
  await expect.poll(async () => (await runsOf(full.workflowId)).length, { timeout: 10_000 }).toBe(1);
  await expect.poll(async () => (await runsOf(late)).length, { timeout: 10_000 }).toBe(1);
  expect(await runsOf(other.workflowId)).toHaveLength(1);
});
