import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { withWorkspace } from "#db/client.ts";
import { freePort } from "#db/embedded/postmaster.ts";
import { readDocument } from "#db/queries/documents.ts";
import { testDatabase } from "#db/testing.ts";
import { fill } from "./load-document.ts";
import { type Editor, openEditor } from "./testing/open-editor.ts";
import { serveCollab } from "./testing/serve-collab.ts";

const database = testDatabase();
let child: ChildProcess | undefined;

afterEach(() => child?.kill("SIGKILL"));

async function startProcess(port: number): Promise<ChildProcess> {
  const script = fileURLToPath(new URL("testing/collab-process.ts", import.meta.url));
  const started = spawn(process.execPath, [script, database.url, String(port)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  child = started;
  await once(started.stdout, "data");
  return started;
}

/** Writes one key after the other; a key counts once its acknowledgement came while the server was alive. */
async function writeUntil(editor: Editor, prefix: string, round: { isOver: boolean; readonly acknowledged: string[] }) {
  const meta = editor.doc.getMap("meta");
  for (let i = 0; !round.isOver; i++) {
    const key = `${prefix}-${i}`;
    meta.set(key, i);
    await editor.saved();
    if (!round.isOver) round.acknowledged.push(key);
  }
}

test("a server that is killed again and again loses no acknowledged edit", async () => {
  const setUp = await serveCollab(database.databases);
  const workflowId = await setUp.newWorkflow();
  const { workspaceId } = setUp.actor;
  await setUp.close();

  const port = await freePort();
  const acknowledged: string[] = [];
  const rounds = 4;
  for (let number = 0; number < rounds; number++) {
    const server = await startProcess(port);
    const round = { isOver: false, acknowledged: [] as string[] };
    // New documents every time: what these clients know is forgotten with them, so only the database can have it.
    const editors = await Promise.all(
      Array.from({ length: 6 }, () => openEditor(`ws://127.0.0.1:${port}/collab`, workflowId, new Y.Doc())),
    );
    // Some wait for an acknowledgement that never comes; they are left behind with their editors.
    for (const [at, editor] of editors.entries()) void writeUntil(editor, `${number}-${at}`, round);
    await editors[0]?.until(() => round.acknowledged.length >= 100);
    round.isOver = true;
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
    for (const editor of editors) editor.close();
    acknowledged.push(...round.acknowledged);
  }

  const stored = await withWorkspace(database.databases.app, workspaceId, (tx) =>
    readDocument(tx, { workspaceId, workflowId }),
  );
  const doc = new Y.Doc();
  fill(doc, stored);
  const kept = new Set(doc.getMap("meta").keys());
  expect(acknowledged.length).toBeGreaterThanOrEqual(rounds * 100);
  expect(acknowledged.filter((key) => !kept.has(key))).toEqual([]);
  expect(doc.store.pendingStructs).toBeNull();
});
