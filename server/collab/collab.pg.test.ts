import postgres from "postgres";
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import type { WorkflowId } from "#core/id.ts";
import { withWorkspace } from "#db/client.ts";
import { readDocument } from "#db/queries/documents.ts";
import { findWorkflow } from "#db/queries/workflows.ts";
import { testDatabase } from "#db/testing.ts";
import { fill } from "./load-document.ts";
import { type Editor, openEditor } from "./testing/open-editor.ts";
import { type ServedCollab, serveCollab } from "./testing/serve-collab.ts";

const database = testDatabase();
const open: { close: () => unknown }[] = [];

afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function serve(as?: Parameters<typeof serveCollab>[1]): Promise<ServedCollab> {
  const served = await serveCollab(database.databases, as);
  open.push(served);
  return served;
}

async function edit(served: ServedCollab, workflowId: WorkflowId): Promise<Editor> {
  const editor = await openEditor(served.url, workflowId);
  open.push(editor);
  return editor;
}

async function asOwner(statement: string): Promise<void> {
  const owner = postgres(database.url, { max: 1 });
  await owner.unsafe(statement);
  await owner.end();
}

/** The document as somebody would find it who starts from the database alone. */
async function stored(served: ServedCollab, workflowId: WorkflowId) {
  const { workspaceId } = served.actor;
  const read = await withWorkspace(database.databases.app, workspaceId, (tx) =>
    readDocument(tx, { workspaceId, workflowId }),
  );
  const doc = new Y.Doc();
  fill(doc, read);
  return { title: doc.getMap("meta").get("title"), log: read.updates.length, snapshot: read.snapshot };
}

test("an edit that was acknowledged is in the database", async () => {
  const served = await serve();
  const workflowId = await served.newWorkflow();
  const editor = await edit(served, workflowId);
  editor.setTitle("Orders");
  await editor.saved();
  expect(await stored(served, workflowId)).toMatchObject({ title: "Orders", log: 2 });
});

test("two editors of a workflow see each other's edits", async () => {
  const served = await serve();
  const workflowId = await served.newWorkflow();
  const [ana, ben] = [await edit(served, workflowId), await edit(served, workflowId)];
  ana.setTitle("From Ana");
  await ben.until(() => ben.title() === "From Ana");
  ben.setTitle("From Ben");
  await ana.until(() => ana.title() === "From Ben");
});

test("while the database refuses to store, nothing is acknowledged or shown to others, and afterwards it is sent again", async () => {
  const served = await serve();
  const workflowId = await served.newWorkflow("Before");
  const [ana, ben] = [await edit(served, workflowId), await edit(served, workflowId)];
  const wentOffline = new Promise((resolve) =>
    ana.provider.on("status", ({ status }: { status: string }) => status === "disconnected" && resolve(status)),
  );
  await asOwner("revoke insert on document_updates from heddle_app");
  ana.setTitle("After");
  await wentOffline;
  expect(ben.title()).toBe("Before");
  expect(await stored(served, workflowId)).toMatchObject({ title: "Before" });
  await asOwner("grant insert on document_updates to heddle_app");
  await ben.until(() => ben.title() === "After");
  await ana.saved();
  expect(await stored(served, workflowId)).toMatchObject({ title: "After" });
});

test("an edit made by the server is logged like any other and reaches open editors", async () => {
  const served = await serve();
  const workflowId = await served.newWorkflow();
  const editor = await edit(served, workflowId);
  await served.collab.edit({ actor: served.actor, workflowId }, [
    { type: "meta.set", meta: { title: "By the server" } },
  ]);
  expect(await stored(served, workflowId)).toMatchObject({ title: "By the server" });
  await editor.until(() => editor.title() === "By the server");
});

test("the title is copied to the workflow's row for lists", async () => {
  const served = await serve();
  const { workspaceId } = served.actor;
  const workflowId = await served.newWorkflow();
  const editor = await edit(served, workflowId);
  editor.setTitle("Listed");
  await editor.saved();
  editor.close();
  await expect
    .poll(() =>
      withWorkspace(database.databases.app, workspaceId, (tx) => findWorkflow(tx, { workspaceId, workflowId })),
    )
    .toMatchObject({ title: "Listed" });
});

test("a log that grew long is folded into a snapshot, and the document stays the same", async () => {
  const served = await serve();
  const workflowId = await served.newWorkflow();
  const editor = await edit(served, workflowId);
  for (let i = 0; i < 60; i++) {
    editor.setTitle(`Title ${i}`);
    await editor.saved();
  }
  editor.close();
  await expect.poll(() => stored(served, workflowId)).toMatchObject({ title: "Title 59", log: 0 });
  const again = await edit(served, workflowId);
  expect(again.title()).toBe("Title 59");
  again.setTitle("After the fold");
  await again.saved();
  expect(await stored(served, workflowId)).toMatchObject({ title: "After the fold", log: 1 });
});

test("names and colours of presence come from the session", async () => {
  const served = await serve();
  const workflowId = await served.newWorkflow();
  const [ana, ben] = [await edit(served, workflowId), await edit(served, workflowId)];
  ana.provider.setAwarenessField("user", { id: "user_somebody", name: "The boss" });
  ana.provider.setAwarenessField("cursor", { x: 1, y: 2 });
  const seen = () => ben.provider.awareness?.getStates().get(ana.doc.clientID);
  await ben.until(() => seen()?.cursor !== undefined);
  expect(seen()).toMatchObject({ user: { id: served.actor.userId, name: served.actor.name }, cursor: { x: 1, y: 2 } });
});

test("a viewer reads and cannot write", async () => {
  const owner = await serve();
  const workflowId = await owner.newWorkflow("Read me");
  const viewer = await edit(await serve({ role: "viewer" }), workflowId);
  expect(viewer.title()).toBe("Read me");
  const answered = new Promise((resolve) => viewer.provider.on("message", resolve));
  viewer.setTitle("Scribble");
  await answered;
  expect(viewer.provider.hasUnsyncedChanges).toBe(true);
  expect(await stored(owner, workflowId)).toMatchObject({ title: "Read me", log: 1 });
});

test("many edits by the server at once are all kept, while the document comes and goes", async () => {
  const served = await serve();
  const { actor, collab } = served;
  const workflowId = await served.newWorkflow();
  const titles = Array.from({ length: 40 }, (_, at) => `Title ${at}`);
  await Promise.all(titles.map((title) => collab.edit({ actor, workflowId }, [{ type: "meta.set", meta: { title } }])));
  const seen = await Promise.all(
    titles.map(() => collab.read({ actor, workflowId }, (doc) => String(doc.getMap("meta").get("title")))),
  );
  const { title, log } = await stored(served, workflowId);
  expect(titles).toContain(title);
  expect(new Set(seen)).toEqual(new Set([title]));
  expect(log).toBe(1 + titles.length);
});
