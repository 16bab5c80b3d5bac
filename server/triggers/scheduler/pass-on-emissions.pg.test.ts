import { pino } from "pino";
import type { Sql } from "postgres";
import { expect, test } from "vitest";
import { nodeIdOf } from "#core/graph/graph-of.ts";
import type { WorkflowId } from "#core/id.ts";
import type { JsonObject } from "#core/json/json.ts";
import { testDatabase } from "#db/testing.ts";
import { AppError } from "../../errors.ts";
import { publishGraph } from "../../testing.ts";
import { emissionPasser } from "./pass-on-emissions.ts";
import { scheduleStarter } from "./start-due-schedules.ts";
import type { Starting } from "./start-trigger.ts";
import { drawing, triggerServer } from "./testing/trigger-server.ts";

const { server, sql, starting, runsOf } = triggerServer(testDatabase());

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
  // Each round is looked for at once, not when the server's own scheduler comes to it.
  const look = async () => {
    await emissionPasser(sql(), starting())();
    return (await failures()).length;
  };
  await expect.poll(look, { timeout: 25_000, interval: 5 }).toBe(1);
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

test("a workflow without room for runs keeps its times and its events of a day until there is room, and holds up nobody", async () => {
  const full = await publishGraph(server, drawing("event > no_op", { event: { name: "stock" } }));
  const other = await publishGraph(server, drawing("event > no_op", { event: { name: "stock" } }));
  const { workflowId: late } = await publishGraph(
    server,
    drawing("schedule > no_op", { schedule: { every: "month" } }),
  );
  const { workspaceId } = server.services.ownerContext.actor;
  const logged: string[] = [];
  const without: Starting = {
    log: pino({ level: "error" }, { write: (line) => logged.push(line) }),
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
    await tx`
      insert into emissions (workspace_id, id, kind, name, value, source_run_id, source_workflow_id, created_at)
      values (${workspaceId}, 'stock0', 'event', 'stock', '{"value":0}', 'run_00000000', 'wf_source1',
        now() - interval '25 hours')`;
    await tx`update schedules set next_at = now() - interval '1 second' where workflow_id = ${late}`;
    const nested = Object.assign((...args: Parameters<Sql>) => tx(...args), {
      begin: tx.savepoint.bind(tx),
    }) as unknown as Sql;
    await emissionPasser(nested, without)();
    await scheduleStarter(nested, without)();
    expect(await tx`select id from emissions where name = 'stock'`).toEqual([{ id: "stock1" }]);
    expect(logged).toEqual([expect.stringContaining('"id":"stock0"')]);
    expect(await tx`select 1 from schedules where workflow_id = ${late} and next_at <= now()`).toHaveLength(1);
  });
  await expect.poll(async () => (await runsOf(full.workflowId)).length, { timeout: 10_000 }).toBe(1);
  await expect.poll(async () => (await runsOf(late)).length, { timeout: 10_000 }).toBe(1);
  expect((await runsOf(other.workflowId)).map((run) => (run.input as { value: number }).value)).toEqual([0, 1]);
});
