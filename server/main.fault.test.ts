import { chmod, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { graphOf, nodeIdOf } from "#core/graph/graph-of.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import type { RunningServer } from "./main.ts";
import { publishGraph, startOn } from "./testing.ts";

let folder: string;
let running: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "heddle-gone-"));
  await chmod(folder, 0o755);
  running = await startOn(null, folder);
});

afterAll(async () => {
  await running.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Kills the embedded database and hides its files, so that it cannot come back until `bringBack` is called. */
async function takeDatabaseAway(): Promise<{ bringBack: () => Promise<void> }> {
  const home = path.join(folder, "postgres");
  const away = path.join(folder, "postgres.away");
  const pid = Number((await readFile(path.join(home, "postmaster.pid"), "utf8")).split("\n")[0]);
  await rename(home, away);
  process.kill(pid, "SIGKILL");
  return { bringBack: () => rename(away, home) };
}

test("while the database is gone hooks answer 503 and accept nothing; it recovers by itself", async () => {
  const graph = graphOf("webhook > set_fields", { types: nodeRegistry });
  const { hookUrl, workflowId } = await publishGraph(running, graph);
  const url = await hookUrl(nodeIdOf("webhook"));
  const call = () => fetch(url, { method: "POST", body: "{}", headers: { "content-type": "application/json" } });
  const health = () => fetch(`${running.origin}/api/health`);
  expect((await call()).status).toBe(200);

  const { bringBack } = await takeDatabaseAway();
  const refused = await Promise.all(Array.from({ length: 20 }, call));
  for (const response of refused) {
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
    expect((await response.json()).error.message).toContain("nothing was accepted");
  }
  const degraded = await health();
  expect(degraded.status).toBe(503);
  expect(await degraded.json()).toMatchObject({ status: "degraded", database: "unreachable" });

  await bringBack();
  await vi.waitFor(async () => expect((await health()).status).toBe(200), { timeout: 30_000, interval: 50 });
  await vi.waitFor(async () => expect((await call()).status).toBe(200), { timeout: 30_000, interval: 50 });
  const [row] = await running.services.databases.engine`
    select count(*)::int as count, count(*) filter (where status = 'succeeded')::int as succeeded
    from runs where workflow_id = ${workflowId}`;
  expect(row).toEqual({ count: 2, succeeded: 2 });
});
