import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunId, WorkflowId } from "#core/id.ts";
import type { ActivationId, RunEvent } from "#core/schedule/event.ts";
import { sendToRun } from "#db/queries/inbox.ts";
import { testDatabase } from "#db/testing.ts";
import { type CountingServer, countingServer } from "../testing/counting-server.ts";
import { journalOf, prepare, publish } from "../testing/engine-of.ts";
import { type NodeSketch, planFrom, workspaceId } from "../testing/plans.ts";
import { type SpawnedEngine, spawnEngine } from "../testing/spawn-engine.ts";
import { until } from "../testing/until.ts";

const database = testDatabase();
const sql = () => database.databases.engine;
let world: CountingServer;
const processes: SpawnedEngine[] = [];

beforeAll(async () => {
  let calls = 0;
  world = await countingServer((_number, path) => {
    if (path === "/flaky") calls += 1;
    return { status: path === "/flaky" && calls === 1 ? 503 : 200, body: { path } };
  });
});

afterAll(async () => {
  await Promise.all(processes.map((process) => process.kill()));
  await world.close();
});

const spawn = async () => {
  const settings = { pollMs: 20, parkAfterMs: 100 };
  const home = { databaseUrl: database.url, installation: "home", allowedHost: world.host };
  const process = await spawnEngine({ ...home, settings });
  processes.push(process);
  return process;
};
const acceptedBy = (process: SpawnedEngine) =>
  until(
    "the run is accepted",
    () => process.said.flatMap((said) => ("accepted" in said ? [said.accepted] : []))[0] ?? null,
  );
const reaches = (runId: RunId, status: string) =>
  until(`the run is ${status}`, async () => {
    const [row] = await sql()`select status from runs where id = ${runId}`;
    return row?.status === status ? true : null;
  });
const has = (runId: RunId, type: RunEvent["type"]) =>
  until(`${type} is durable`, async () => {
    const events = await journalOf(sql(), runId);
    return events.some((event) => event.type === type) ? true : null;
  });
const call = (path: string, more: Partial<NodeSketch> = {}): NodeSketch => ({
  type: "http-request",
  config: { method: "POST", url: `http://${world.host}/${path}` },
  ...more,
});
const countOf = (events: readonly RunEvent[], type: RunEvent["type"]) =>
  events.filter((event) => event.type === type).length;

test("a run whose process is killed between two tries makes the second one in the next process, with the same key", async () => {
  const handling = { attempts: 3, delaySeconds: 0.4, retryOn: "any" } as const;
  const plan = planFrom({ t: { type: "manual" }, h: call("flaky", { handling }) }, ["t > h"]);
  await prepare(database.url, plan);
  const before = world.keys.length;
  const first = await spawn();
  first.start({ plan, inputs: [null] });
  const runId = await acceptedBy(first);
  await has(runId, "attempt.failed");
  await first.kill();
  expect(world.keys.slice(before)).toEqual([`${runId}/n_h/0`]);
  await spawn();
  await reaches(runId, "succeeded");
  expect(world.keys.slice(before)).toEqual([`${runId}/n_h/0`, `${runId}/n_h/0`]);
  const events = await journalOf(sql(), runId);
  expect(countOf(events, "attempt.failed")).toBe(1);
});

test("a signal that is sent while no process lives reaches its run, once", async () => {
  const plan = planFrom({ t: { type: "manual" }, w: { type: "wait-for-signal" }, h: call("after") }, ["t > w > h"]);
  await prepare(database.url, plan);
  const first = await spawn();
  first.start({ plan, inputs: [null] });
  const runId = await acceptedBy(first);
  await reaches(runId, "waiting");
  await Promise.all(processes.map((process) => process.kill()));
  const signal = { activation: "n_w" as ActivationId, name: "signal/", value: { value: "late" }, sentBy: null };
  expect(await sendToRun(sql(), { workspaceId, runId, ...signal })).toBe("sent");
  expect(await sendToRun(sql(), { workspaceId, runId, ...signal })).toBe("again");
  await spawn();
  await reaches(runId, "succeeded");
  expect(countOf(await journalOf(sql(), runId), "signal.received")).toBe(1);
});

test("a parent and its child both outlive the process that drove them, and the child runs once", async () => {
  const childId = "wf_faultchild" as WorkflowId;
  const child = planFrom({ t: { type: "manual" }, c: call("child") }, ["t > c"]);
  await publish(database.url, { workflowId: childId, title: "Called", plan: child });
  const plan = planFrom(
    { t: { type: "manual" }, c: { type: "call-workflow", config: { workflow: childId, input: 1 } }, h: call("last") },
    ["t > c > h"],
  );
  await prepare(database.url, plan);
  const before = world.keys.length;
  world.hold(true);
  const first = await spawn();
  first.start({ plan, inputs: [null] });
  const runId = await acceptedBy(first);
  // The child asks the world and gets no answer until its process is gone.
  await world.received(before + 1);
  await Promise.all(processes.map((process) => process.kill()));
  world.hold(false);
  await spawn();
  await reaches(runId, "succeeded");
  const children = await sql()<{ id: RunId; status: string }[]>`
    select id, status from runs where parent_run_id = ${runId}`;
  expect(children).toEqual([{ id: children[0]?.id, status: "succeeded" }]);
  const asked = world.keys.slice(before).filter((key) => key === `${children[0]?.id}/n_c/0`);
  expect(asked.length).toBeGreaterThanOrEqual(2);
  expect(world.keys.slice(before).filter((key) => key === `${runId}/n_h/0`)).toHaveLength(1);
});
