import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { testDatabase } from "#db/testing.ts";
import { openEditor } from "./collab/testing/open-editor.ts";
import { getWorkflow } from "./commands/get-workflow.ts";
import { renameWorkflow } from "./commands/rename-workflow.ts";
import type { RunningServer } from "./main.ts";
import { type RedisServer, redisServer } from "./run/testing/redis-server.ts";
import { publishGraph, startOn } from "./testing.ts";

const database = testDatabase();
let redis: RedisServer;
let folder: string;
const running: RunningServer[] = [];
let web: RunningServer;
let collab: RunningServer;
let worker: RunningServer;

const start = async (roles: string) => {
  const shared = { REDIS_URL: redis.url, HEDDLE_SECRET: "7".repeat(64), HEDDLE_ROLES: roles };
  const server = await startOn(database.url, path.join(folder, String(running.length)), shared);
  running.push(server);
  return server;
};

beforeAll(async () => {
  redis = await redisServer();
  folder = await mkdtemp(path.join(tmpdir(), "heddle-roles-"));
  await chmod(folder, 0o755);
  collab = await start("collab,scheduler");
  web = await start("web");
  worker = await start("worker");
  for (const server of running) {
    await vi.waitFor(async () => expect(await healthOf(server)).toMatchObject({ status: "ok", redis: "ok" }));
  }
});

afterAll(async () => {
  for (const server of running) await server.stop();
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

const healthOf = async ({ origin }: RunningServer) => (await fetch(`${origin}/api/health`)).json();

const publishHook = async () => {
  const graph = graphOf("webhook > set_fields", { types: nodeRegistry });
  const { workflowId, hookUrl } = await publishGraph(web, graph);
  return { workflowId, url: await hookUrl(nodeIdOf("webhook")) };
};
const call = (url: string) =>
  fetch(url, { method: "POST", body: '{"n":1}', headers: { "content-type": "application/json" } });

test("a hook that a web process takes is driven by a worker, and its caller gets the result", async () => {
  const { url } = await publishHook();
  const response = await call(url);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ body: { n: 1 } });
  const runId = response.headers.get("x-heddle-run");
  const [row] = await database.databases.engine`select status, epoch from runs where id = ${runId}`;
  // Accepted by one process, claimed by another.
  expect(row).toEqual({ status: "succeeded", epoch: 2 });
});

test("each process says what it is for, and refuses the rest with a sentence", async () => {
  expect(await healthOf(worker)).toMatchObject({ status: "ok", roles: ["worker"], database: "ok", redis: "ok" });
  for (const where of ["/", "/hooks/abc", "/api/trpc/workflows.list", "/api/files"]) {
    const response = await fetch(`${worker.origin}${where}`);
    expect(response.status).toBe(404);
    expect((await response.json()).error.message).toContain("for worker only");
  }
});

test("a change that a web process makes to a document reaches who has it open in the process that holds it", async () => {
  const { workflowId } = await publishHook();
  const socket = `${collab.origin.replace("http", "ws")}/collab`;
  const editor = await openEditor(socket, workflowId);
  await renameWorkflow(web.services.ownerContext, { workflowId, title: "Named elsewhere" });
  await editor.until(() => editor.title() === "Named elsewhere");
  editor.setTitle("Named in the editor");
  await editor.saved();
  // What a web process reads of a document is what was saved in the other one.
  const draft = await web.services.ownerContext.collab.read(
    { actor: web.services.ownerContext.actor, workflowId },
    (doc) => doc.getMap("meta").get("title"),
  );
  expect(String(draft)).toBe("Named in the editor");
  editor.close();
});

test("a change to a document is refused with a sentence while no process holds the documents", async () => {
  const { workflowId } = await publishHook();
  await redis.kill();
  await expect(renameWorkflow(web.services.ownerContext, { workflowId, title: "Lost" })).rejects.toThrow(
    "cannot be changed right now",
  );
  await redis.start();
  await vi.waitFor(async () => expect(await healthOf(web)).toMatchObject({ redis: "ok" }), { timeout: 20_000 });
  expect((await getWorkflow(web.services.ownerContext, { workflowId })).title).toBe("Test");
});

test("hooks are answered while Redis is gone, and again when it is back", async () => {
  const { url } = await publishHook();
  await redis.kill();
  const without = await call(url);
  expect(without.status).toBe(200);
  expect(await healthOf(web)).toMatchObject({ status: "ok", redis: "unreachable" });
  await redis.start();
  await vi.waitFor(async () => expect(await healthOf(web)).toMatchObject({ redis: "ok" }), { timeout: 20_000 });
  expect((await call(url)).status).toBe(200);
});
