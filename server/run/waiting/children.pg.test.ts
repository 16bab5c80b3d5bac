import { afterEach, beforeAll, expect, test } from "vitest";
import type { Plan } from "#core/compile/plan.ts";
import type { SettledEffect } from "#core/effects/effect.ts";
import type { RunId, WorkflowId } from "#core/id.ts";
import type { RunEvent } from "#core/schedule/event.ts";
import { testDatabase } from "#db/testing.ts";
import type { Engine } from "../engine.ts";
import { engineOf, journalOf, prepare, publish, request } from "../testing/engine-of.ts";
import { expr, planFrom, setFields, workspaceId } from "../testing/plans.ts";
import { until } from "../testing/until.ts";

const database = testDatabase();
const sql = () => database.databases.engine;
const engines: Engine[] = [];
const open = (options: Parameters<typeof engineOf>[1] = {}) => {
  const settings = { parkAfterMs: 30, pollMs: 10, stopGraceMs: 20, ...options.settings };
  const engine = engineOf(sql(), { ...options, settings });
  engines.push(engine);
  return engine;
};

const rowOf = async (runId: RunId) => {
  const [row] = await sql()`select id, status, failure, trigger_kind, parent_run_id from runs where id = ${runId}`;
  return row;
};
const reaches = (runId: RunId, status: string) =>
  until(`the run is ${status}`, async () => ((await rowOf(runId))?.status === status ? true : null));
const childOf = (runId: RunId) =>
  until("there is a child", async () => {
    const rows = await sql()<{ id: RunId; status: string }[]>`
      select id, status, trigger_kind, parent_activation, mode from runs where parent_run_id = ${runId}`;
    return rows[0] ?? null;
  });
const emittedBy = (events: readonly RunEvent[], node: string) =>
  events.find((event) => event.type === "activation.emitted" && event.activation === node);

const adds = "wf_adds" as WorkflowId;
const echoes = "wf_echoes" as WorkflowId;
const fails = "wf_fails" as WorkflowId;
const waits = "wf_waits" as WorkflowId;
const loops = "wf_loops" as WorkflowId;
const nothing = "wf_nothing" as WorkflowId;
const calls = (workflow: WorkflowId, config = {}, more = {}): Plan =>
  planFrom(
    {
      t: { type: "manual" },
      c: { type: "call-workflow", config: { workflow, input: expr("trigger"), ...config }, ...more },
      z: { type: "no-op" },
    },
    ["t > c > z"],
  );

beforeAll(async () => {
  const url = database.url;
  const sum = planFrom({ t: { type: "manual" }, s: setFields({ sum: "trigger.a + 1" }) }, ["t > s"]);
  await prepare(url, sum);
  await publish(url, { workflowId: adds, title: "Adds", plan: sum });
  const echoing = planFrom({ t: { type: "manual" }, s: { type: "no-op" } }, ["t > s"]);
  await prepare(url, echoing);
  await publish(url, { workflowId: echoes, title: "Echoes", plan: echoing });
  const failing = planFrom({ t: { type: "manual" }, s: setFields({ sum: "trigger.none + 1" }) }, ["t > s"]);
  await publish(url, { workflowId: fails, title: "Fails", plan: failing });
  const waiting = planFrom({ t: { type: "manual" }, w: { type: "wait-for-signal" } }, ["t > w"]);
  await publish(url, { workflowId: waits, title: "Waits", plan: waiting });
  await publish(url, { workflowId: loops, title: "Loops", plan: calls(loops) });
  for (const id of [adds, echoes, fails, waits, nothing]) await prepare(url, calls(id));
  await prepare(url, calls(waits, {}, { handling: { timeoutSeconds: 0.3 } }));
  for (const id of [adds, waits]) await prepare(url, calls(id, { wait: "start" }));
});

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
});

test("a step gives what the workflow that it ran gave, and both runs know each other", async () => {
  const { runId, ended } = await open().start(request(calls(adds), { a: 1 }));
  expect(await ended).toMatchObject({ status: "succeeded", output: { sum: 2 } });
  const child = await childOf(runId);
  expect(child).toMatchObject({ status: "succeeded", trigger_kind: "child", parent_activation: "n_c", mode: "live" });
  const opened = (await journalOf(sql(), runId)).find(({ type }) => type === "wait.opened");
  expect(opened).toMatchObject({ on: { kind: "child", runId: child.id, workflowId: adds } });
});

test.each(["a\u0000b", "half \ud83d of a pair"])("a child that gives %j ends, and its parent has it", async (odd) => {
  const { ended } = await open().start(request(calls(echoes), odd));
  expect(await ended).toMatchObject({ status: "succeeded", output: odd });
});

test("a step that only starts a workflow goes on at once with its run", async () => {
  const { runId, ended } = await open().start(request(calls(adds, { wait: "start" }), { a: 1 }));
  expect(await ended).toMatchObject({ status: "succeeded" });
  const child = await childOf(runId);
  expect(emittedBy(await journalOf(sql(), runId), "n_c")).toMatchObject({ output: { value: { runId: child.id } } });
  await reaches(child.id, "succeeded");
});

test("the failure of a child is its step's failure, with the reason inside", async () => {
  const { runId, ended } = await open().start(request(calls(fails), {}));
  const child = await childOf(runId);
  expect(await ended).toMatchObject({
    status: "failed",
    failedNode: "n_c",
    failure: { code: "child", details: { runId: child.id }, cause: { code: "expression" } },
  });
});

test("a run that waits for a child that takes its time is put away, and goes on at the child's end", async () => {
  const engine = open();
  const { runId } = await engine.start(request(calls(waits)));
  await reaches(runId, "waiting");
  const child = await childOf(runId);
  await reaches(child.id, "waiting");
  await engine.cancel(workspaceId, child.id, "user_1");
  await reaches(runId, "failed");
  expect(await rowOf(runId)).toMatchObject({ failure: { code: "cancelled", details: { runId: child.id } } });
});

test("cancelling a run cancels the run that its step waits for", async () => {
  const engine = open();
  const { runId } = await engine.start(request(calls(waits)));
  await reaches(runId, "waiting");
  const child = await childOf(runId);
  await engine.cancel(workspaceId, runId, "user_1");
  await reaches(child.id, "cancelled");
  const [asked] = (await journalOf(sql(), child.id)).filter(({ type }) => type === "run.cancel-requested");
  expect(asked).toMatchObject({ by: runId });
});

test("cancelling a run that was put aside cancels the run that its step waits for, and none that it only started", async () => {
  const engine = open();
  const { runId } = await engine.start(request(calls(waits)));
  await reaches(runId, "waiting");
  const child = await childOf(runId);
  const { runId: other } = await engine.start(request(calls(waits, { wait: "start" })));
  const started = await childOf(other);
  for (const id of [child.id, started.id]) await reaches(id, "waiting");
  await sql()`update runs set status = 'quarantined' where id = ${runId}`;
  await sql()`update runs set parent_run_id = ${runId} where id = ${started.id}`;
  await engine.cancel(workspaceId, runId, "user_1");
  await reaches(child.id, "cancelled");
  expect(await rowOf(started.id)).toMatchObject({ status: "waiting" });
  const [inbox] = await sql()`select count(*)::int as messages from run_inbox where run_id = ${started.id}`;
  expect(inbox?.messages).toBe(0);
});

test("a step's time limit cancels the child", async () => {
  const { runId } = await open().start(request(calls(waits, {}, { handling: { timeoutSeconds: 0.3 } })));
  await reaches(runId, "failed");
  expect(await rowOf(runId)).toMatchObject({ failure: { code: "timeout" } });
  await reaches((await childOf(runId)).id, "cancelled");
});

test("a workflow that is gone or has nothing published is a clear failure", async () => {
  const { ended } = await open().start(request(calls(nothing)));
  expect(await ended).toMatchObject({ status: "failed", failure: { code: "config" } });
});

test("a workflow that calls itself for ever ends with a clear failure", async () => {
  const { runId, ended } = await open().start(request(calls(loops)));
  expect((await ended).status).toBe("failed");
  const [row] = await sql()`select count(*)::int as runs from runs where workflow_id = ${loops}`;
  expect(row?.runs).toBe(20);
  let cause = (await rowOf(runId))?.failure;
  while (cause.cause) cause = cause.cause;
  expect(cause).toMatchObject({ code: "limit" });
  const [left] = await sql()`
    select count(*)::int as runs from runs where workflow_id = ${loops} and status <> 'failed'`;
  expect(left?.runs).toBe(0);
});

test("a parent that is loaded again while its child is at work starts no second one, though its workflow is gone by now", async () => {
  let answer: (settled: SettledEffect) => void = () => undefined;
  const slow = planFrom(
    { t: { type: "manual" }, h: { type: "http-request", config: { url: "https://example.com" } } },
    ["t > h"],
  );
  const slowId = "wf_slow" as WorkflowId;
  await publish(database.url, { workflowId: slowId, title: "Slow", plan: slow });
  await prepare(database.url, calls(slowId));
  const first = open({ settings: { parkAfterMs: Infinity } });
  const { runId } = await first.start(request(calls(slowId)));
  await childOf(runId);
  engines.splice(0);
  await first.stop();
  await database.databases.app.$client.begin(async (tx) => {
    await tx`select set_config('heddle.workspace_id', ${workspaceId}, true)`;
    await tx`update workflows set live_version_id = null where id = ${slowId}`;
  });
  const interpret = () =>
    new Promise<SettledEffect>((resolve) => {
      answer = resolve;
    });
  open({ installation: "other", interpret });
  await reaches(runId, "waiting");
  answer({ ok: true, value: { status: 200, headers: {}, body: "done" } });
  await reaches(runId, "succeeded");
  const rows = await sql()`select id from runs where parent_run_id = ${runId}`;
  expect(rows).toHaveLength(1);
});
