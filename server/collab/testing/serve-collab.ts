import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import * as Y from "yjs";
import { createDocument } from "#core/document/document.ts";
import { emptyGraph } from "#core/document/empty-graph.ts";
import type { WorkflowId } from "#core/id.ts";
import { type Databases, withWorkspace } from "#db/client.ts";
import { appendUpdates } from "#db/queries/documents.ts";
import { insertWorkflow } from "#db/queries/workflows.ts";
import { seedOwner } from "#db/seed.ts";
import { newId } from "../../commands/new-id.ts";
import type { Actor } from "../../policies/actor.ts";
import { type Collab, createCollab } from "../collab.ts";

export type ServedCollab = {
  readonly url: string;
  readonly collab: Collab;
  readonly actor: Actor;
  /** What the server logged, newest last. */
  readonly logged: readonly Readonly<Record<string, unknown>>[];
  readonly newWorkflow: (title?: string) => Promise<WorkflowId>;
  readonly close: () => Promise<void>;
};

/** `/collab` alone on a port of its own, for the owner that the database was seeded with; `as` changes the owner. */
export async function serveCollab(databases: Databases, as: Partial<Actor> = {}): Promise<ServedCollab> {
  const { workspaceId, userId, name } = await seedOwner(databases);
  const actor: Actor = { workspaceId, userId, name, role: "owner", ...as };
  const logged: Record<string, unknown>[] = [];
  const logger = pino({ level: "debug" }, { write: (line: string) => logged.push(JSON.parse(line)) });
  const collab = createCollab({
    db: databases.app,
    logger,
    isAdmitted: (request) => request.headers.origin === undefined || request.headers.origin === "http://ours",
    findActor: async () => actor,
  });
  const server = createServer((_request, response) => response.end());
  server.on("upgrade", (request, socket, head) => {
    if (!collab.upgrade(request, socket, head)) socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}/collab`,
    collab,
    actor,
    logged,
    newWorkflow: async (title = "Trial") => {
      const workflowId = newId("wf");
      const update = Y.encodeStateAsUpdate(createDocument({ ...emptyGraph, meta: { title, description: "" } }));
      await withWorkspace(databases.app, workspaceId, async (tx) => {
        await insertWorkflow(tx, { workspaceId, workflowId, title, description: "", createdBy: userId });
        await appendUpdates(tx, { workspaceId, updates: [{ workflowId, update, userId }] });
      });
      return workflowId;
    },
    close: async () => {
      await collab.stop();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
