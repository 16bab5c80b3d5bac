import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { Graph } from "#core/graph/graph.ts";
import type { NodeId, WorkflowId } from "#core/id.ts";
import { withWorkspace } from "#db/client.ts";
import { freePort } from "#db/embedded/postmaster.ts";
import type { TestDatabase } from "#db/testing.ts";
import { insertWorkflow } from "./commands/insert-workflow.ts";
import { newId } from "./commands/new-id.ts";
import { publishVersion } from "./commands/publish-version.ts";
import { type RawEnv, readEnv } from "./env.ts";
import { createLogger } from "./log.ts";
import { type RunningServer, startServer } from "./main.ts";
import type { Services } from "./services.ts";

export type TestServer = {
  readonly origin: string;
  readonly services: Services;
};

/**
 * The real server on a database of the test's own, on a free port, with everything but Next: a page answers "page".
 * Call it at the top of a file, after `testDatabase`; read the answer's fields inside of tests.
 */
export function testServer(database: TestDatabase): TestServer {
  let running: RunningServer | undefined;
  let folder: string | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "heddle-server-"));
    await chmod(folder, 0o755);
    running = await startOn(database.url, folder);
  });
  afterAll(async () => {
    await running?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });
  const ready = () => {
    if (!running) throw new Error("The test server is there inside of tests and hooks, not before.");
    return running;
  };
  return {
    get origin() {
      return ready().origin;
    },
    get services() {
      return ready().services;
    },
  };
}

/** Starts the real server without Next on any database, the embedded one of the folder when there is no URL. */
export async function startOn(databaseUrl: string | null, dataDir: string, more: RawEnv = {}): Promise<RunningServer> {
  const port = await freePort();
  const own = { PORT: String(port), HEDDLE_DATA_DIR: dataDir, HEDDLE_SAMPLES: "off", HEDDLE_LOG: "silent" };
  const settings = { ...own, ...more };
  const env = readEnv(databaseUrl === null ? settings : { ...settings, DATABASE_URL: databaseUrl });
  return startServer({
    env,
    log: createLogger(env.logLevel),
    dev: false,
    say: () => undefined,
    prepareWeb: async () => ({
      handle: async (_request, response) => void response.end("page"),
      upgrade: async (_request, socket) => void socket.destroy(),
      close: async () => undefined,
    }),
  });
}

/** Adds a workflow with this graph and publishes it; answers where one of its webhooks is called. */
export async function publishGraph(
  { services, origin }: TestServer,
  graph: Graph,
): Promise<{ readonly workflowId: WorkflowId; readonly hookUrl: (nodeId: NodeId) => Promise<string> }> {
  const { ownerContext } = services;
  const workflowId = newId("wf");
  await insertWorkflow(ownerContext, { workflowId, graph: { ...graph, meta: { title: "Test", description: "" } } });
  await publishVersion(ownerContext, { workflowId });
  return { workflowId, hookUrl: async (nodeId) => `${origin}${await hookPath(services, workflowId, nodeId)}` };
}

async function hookPath({ ownerContext }: Services, workflowId: WorkflowId, nodeId: NodeId): Promise<string> {
  const { db, hooks, actor } = ownerContext;
  const { workspaceId } = actor;
  const [address] = await withWorkspace(db, workspaceId, (tx) =>
    hooks.list(tx, { workspaceId, workflowId, nodes: [nodeId] }),
  );
  if (!address) throw new Error(`The step ${nodeId} has no address.`);
  return address.path;
}
