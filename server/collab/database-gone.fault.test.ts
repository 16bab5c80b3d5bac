import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { type Databases, openDatabases, withWorkspace } from "#db/client.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#db/embedded.ts";
import { migrateDatabase } from "#db/migrate.ts";
import { readDocument } from "#db/queries/documents.ts";
import { fill } from "./load-document.ts";
import { openEditor } from "./testing/open-editor.ts";
import { serveCollab } from "./testing/serve-collab.ts";

let folder: string;
let postgres: EmbeddedPostgres;
let databases: Databases;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "heddle-gone-"));
  await chmod(folder, 0o755);
  postgres = await startEmbeddedPostgres({ dataDir: folder, password: "0123456789abcdef", say: () => undefined });
  await migrateDatabase(postgres.url);
  databases = openDatabases(postgres.url, { app: 4, engine: 2 });
});

afterAll(async () => {
  await databases.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

test("when the database is killed, editors go offline and what they wrote is stored once it is back", async () => {
  const served = await serveCollab(databases);
  const { workspaceId } = served.actor;
  const workflowId = await served.newWorkflow("Before");
  const editor = await openEditor(served.url, workflowId);
  const reader = await openEditor(served.url, workflowId);
  let isOffline = false;
  editor.provider.on("status", ({ status }: { status: string }) => {
    if (status === "disconnected") isOffline = true;
  });
  process.kill(postgres.pid(), "SIGKILL");
  // It takes the database a moment to be gone; until then edits are stored as ever.
  let written = 0;
  while (!isOffline) {
    editor.setTitle(`Edit ${++written}`);
    await editor.until(() => isOffline || !editor.provider.hasUnsyncedChanges);
  }
  editor.setTitle("While it was away");
  await editor.saved();
  await reader.until(() => reader.title() === "While it was away");
  const stored = await withWorkspace(databases.app, workspaceId, (tx) => readDocument(tx, { workspaceId, workflowId }));
  const doc = new Y.Doc();
  fill(doc, stored);
  expect(doc.getMap("meta").get("title")).toBe("While it was away");
  editor.close();
  reader.close();
  await served.close();
});
