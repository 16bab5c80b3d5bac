import { expect, test } from "vitest";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import type { RunId, TaskId, WorkspaceId } from "#core/id.ts";
import type { JsonObject } from "#core/json/json.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { testDatabase } from "#db/testing.ts";
import type { Actor } from "../policies/actor.ts";
import { publishGraph, testServer } from "../testing.ts";
import type { CommandContext } from "./command-context.ts";
import { completeTask } from "./complete-task.ts";
import { getRun } from "./get-run.ts";
import { listTasks, type TaskItem } from "./list-tasks.ts";

const database = testDatabase();
const server = testServer(database);
const owner = (): CommandContext => server.services.ownerContext;
const as = (actor: Partial<Actor>): CommandContext => ({ ...owner(), actor: { ...owner().actor, ...actor } });

const reason = { name: "reason", label: "Reason", kind: "text", required: true, choices: "" };

/** Runs a workflow that asks a person, up to there. */
async function ask(config: JsonObject = {}): Promise<{ runId: RunId; task: TaskItem }> {
  const graph = graphOf("webhook > ask_person, ask_person.choice1 > set_fields", {
    types: nodeRegistry,
    nodes: {
      webhook: { config: { answer: "at-once" } },
      ask_person: {
        config: { title: { $template: ["Approve ", { $expr: "trigger.body.id" }] }, fields: [reason], ...config },
      },
      set_fields: { config: { fields: [{ name: "why", value: { $expr: "input.values.reason" } }] } },
    },
  });
  const { hookUrl } = await publishGraph(server, graph);
  const url = await hookUrl(nodeIdOf("webhook"));
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", body: '{"id":7}', headers });
  const { runId } = (await response.json()) as { runId: RunId };
  await expect.poll(async () => (await tasksOf(runId)).length, { timeout: 10_000 }).toBe(1);
  const [task] = await tasksOf(runId);
  if (!task) throw new Error("There is no task.");
  return { runId, task };
}

async function tasksOf(runId: RunId): Promise<readonly TaskItem[]> {
  return (await listTasks(owner(), { runId })).items;
}

const statusOf = async (runId: RunId) => (await getRun(owner(), { runId })).run.status;

test("a task is done with a button and its fields, and its run goes on there", async () => {
  const { runId, task } = await ask();
  expect(task).toMatchObject({
    runId,
    title: "Approve 7",
    status: "open",
    choices: ["Approve", "Reject"],
    fields: [reason],
    mayComplete: true,
    workflowTitle: "Test",
  });
  await expect.poll(() => statusOf(runId), { timeout: 10_000 }).toBe("waiting");
  const done = await completeTask(owner(), { taskId: task.id, choice: "Approve", values: { reason: "cheap" } });
  expect(done).toEqual({ taskId: task.id });
  await expect.poll(() => statusOf(runId), { timeout: 10_000 }).toBe("succeeded");
  const name = owner().actor.name;
  const [after] = await tasksOf(runId);
  expect(after).toMatchObject({ status: "done", choice: "Approve", values: { reason: "cheap" }, completedBy: name });
  expect(after).toMatchObject({ mayComplete: false });
});

test("of many who do it at once one does, and the others are told so", async () => {
  const { task } = await ask();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, () =>
      completeTask(owner(), { taskId: task.id, choice: "Reject", values: { reason: "x" } }),
    ),
  );
  expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "conflict" });
});

test("a button that is none and fields that are wrong are refused, and the task stays open", async () => {
  const { runId, task } = await ask();
  const refused = (choice: string, values: JsonObject) => completeTask(owner(), { taskId: task.id, choice, values });
  await expect(refused("Maybe", { reason: "x" })).rejects.toMatchObject({ code: "invalid" });
  await expect(refused("Approve", {})).rejects.toMatchObject({
    code: "invalid",
    data: { issues: [{ field: "reason" }] },
  });
  await expect(refused("Approve", { reason: "x", more: 1 })).rejects.toMatchObject({ code: "invalid" });
  expect((await tasksOf(runId))[0]).toMatchObject({ status: "open" });
});

test("r10 a task that names people is done by nobody else, and by no viewer", async () => {
  const { runId, task } = await ask({ who: "Ann, Ben" });
  const done = { taskId: task.id, choice: "Approve", values: { reason: "x" } };
  await expect(completeTask(as({ role: "editor", name: "Eve" }), done)).rejects.toMatchObject({ code: "forbidden" });
  await expect(completeTask(as({ role: "viewer", name: "Ann" }), done)).rejects.toMatchObject({ code: "forbidden" });
  expect((await listTasks(as({ role: "editor", name: "Eve" }), { runId })).items[0]).toMatchObject({
    mayComplete: false,
  });
  expect(await completeTask(as({ role: "editor", name: "ann" }), done)).toEqual({ taskId: task.id });
});

test("r9 a task of another workspace is not there", async () => {
  const { task } = await ask();
  const elsewhere = as({ workspaceId: "ws_other001" as WorkspaceId });
  const done = { taskId: task.id, choice: "Approve", values: { reason: "x" } };
  await expect(completeTask(elsewhere, done)).rejects.toMatchObject({ code: "not_found" });
  await expect(completeTask(owner(), { ...done, taskId: "task_00000000" as TaskId })).rejects.toMatchObject({
    code: "not_found",
  });
  expect((await listTasks(elsewhere, {})).items).toEqual([]);
});

test("a task whose time is over is expired, and its run goes on without it", async () => {
  const { runId, task } = await ask({ limit: "for", amount: 1, unit: "days" });
  await expect.poll(() => statusOf(runId), { timeout: 10_000 }).toBe("waiting");
  await server.services.databases.engine`update tasks set due_at = now() - interval '1 second' where id = ${task.id}`;
  expect((await tasksOf(runId))[0]).toMatchObject({ status: "expired", mayComplete: false });
  expect((await listTasks(owner(), { runId, status: "open" })).items).toEqual([]);
  expect((await listTasks(owner(), { runId, status: "expired" })).items).toHaveLength(1);
  const late = completeTask(owner(), { taskId: task.id, choice: "Approve", values: { reason: "x" } });
  await expect(late).rejects.toMatchObject({ code: "conflict" });
});

test("a task whose run was cancelled is cancelled with it", async () => {
  const { runId, task } = await ask();
  await owner().engine.cancel(owner().actor.workspaceId, runId, owner().actor.userId);
  await expect.poll(async () => (await tasksOf(runId))[0]?.status, { timeout: 10_000 }).toBe("cancelled");
  const late = completeTask(owner(), { taskId: task.id, choice: "Approve", values: { reason: "x" } });
  await expect(late).rejects.toMatchObject({ code: "conflict" });
});

test("a task whose run was put aside and then cancelled is cancelled with it", async () => {
  const { runId, task } = await ask();
  await expect.poll(() => statusOf(runId), { timeout: 10_000 }).toBe("waiting");
  await server.services.databases.engine`update runs set status = 'quarantined' where id = ${runId}`;
  await owner().engine.cancel(owner().actor.workspaceId, runId, owner().actor.userId);
  expect((await tasksOf(runId))[0]).toMatchObject({ id: task.id, status: "cancelled" });
});

test("pages of tasks, newest first, hold each once", async () => {
  const made = [await ask(), await ask(), await ask()].map(({ task }) => task.id);
  const seen: TaskId[] = [];
  let cursor: TaskId | null = null;
  do {
    const page: Awaited<ReturnType<typeof listTasks>> = await listTasks(owner(), { limit: 2, cursor });
    seen.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor;
  } while (cursor);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.slice(0, 3)).toEqual(made.toReversed());
});
