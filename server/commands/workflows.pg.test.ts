import { afterEach, expect, test } from "vitest";
import type { GraphNode } from "#core/graph/graph.ts";
import { edgeIdOf } from "#core/graph/graph.ts";
import type { NodeId, WorkflowId } from "#core/id.ts";
import { sampleWorkflows } from "#db/sample-workflows.ts";
import { testDatabase } from "#db/testing.ts";
import { openEditor } from "../collab/testing/open-editor.ts";
import { testServer } from "../testing.ts";
import { createWorkflow } from "./create-workflow.ts";
import { duplicateWorkflow } from "./duplicate-workflow.ts";
import { exportWorkflow } from "./export-workflow.ts";
import { getVersionGraph } from "./get-version-graph.ts";
import { getWorkflow } from "./get-workflow.ts";
import { importWorkflow } from "./import-workflow.ts";
import { listVersions } from "./list-versions.ts";
import { listWorkflows } from "./list-workflows.ts";
import { publishVersion } from "./publish-version.ts";
import { readDraft } from "./read-draft.ts";
import { removeWorkflow } from "./remove-workflow.ts";
import { renameWorkflow } from "./rename-workflow.ts";
import { replaceWorkflow } from "./replace-workflow.ts";
import { restoreWorkflow } from "./restore-workflow.ts";

const server = testServer(testDatabase());
const open: { close: () => unknown }[] = [];
const context = () => server.services.ownerContext;
const companies = () => sampleWorkflows()[0]?.text ?? "";

afterEach(async () => {
  for (const thing of open.splice(0)) await thing.close();
});

async function edit(workflowId: WorkflowId) {
  const editor = await openEditor(`${server.origin.replace("http", "ws")}/collab`, workflowId);
  open.push(editor);
  return editor;
}

function setFields(id: NodeId): GraphNode {
  const base = { x: 0, y: 0, w: null, h: null, parent: null, disabled: false, version: 1, config: {} };
  return { ...base, id, type: "set-fields", key: id, title: id };
}

test("a new workflow is in the list, can be found by its title, and opens empty", async () => {
  const { workflowId } = await createWorkflow(context(), { title: "Nightly 100% export" });
  const { items } = await listWorkflows(context(), { search: "100%" });
  expect(items).toMatchObject([{ id: workflowId, title: "Nightly 100% export", live: null, lastRun: null }]);
  expect((await listWorkflows(context(), { search: "100_" })).items).toEqual([]);
  expect((await readDraft(context(), workflowId)).graph.nodes).toEqual([]);
});

test("renaming shows in open editors and, when it is answered, in the list", async () => {
  const { workflowId } = await createWorkflow(context(), {});
  const editor = await edit(workflowId);
  await renameWorkflow(context(), { workflowId, title: "Renamed" });
  await editor.until(() => editor.title() === "Renamed");
  expect((await listWorkflows(context(), { search: "Renamed" })).items).toHaveLength(1);
});

test("an exported workflow imports as the same drawing", async () => {
  for (const { text } of sampleWorkflows()) {
    const { workflowId } = await importWorkflow(context(), { text });
    const exported = await exportWorkflow(context(), { workflowId });
    const again = await importWorkflow(context(), { text: exported.text });
    expect((await exportWorkflow(context(), again)).text).toBe(exported.text);
    expect(exported.filename).toMatch(/^[a-z0-9-]+\.workflow\.json$/);
  }
});

test("a file that is wrong says where, and makes nothing", async () => {
  const before = (await listWorkflows(context(), {})).items.length;
  const text = companies().replace('"type": "group"', '"type": 7');
  await expect(importWorkflow(context(), { text })).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringMatching(/nodes\[\d\]\.type/),
  });
  expect((await listWorkflows(context(), {})).items).toHaveLength(before);
});

test("replacing with a file reaches open editors", async () => {
  const { workflowId } = await createWorkflow(context(), {});
  const editor = await edit(workflowId);
  await replaceWorkflow(context(), { workflowId, text: companies() });
  await editor.until(() => editor.title() === "Companies by sector" && editor.doc.getMap("nodes").size === 3);
});

test("a copy is a workflow of its own", async () => {
  const { workflowId } = await importWorkflow(context(), { text: companies() });
  const copy = await duplicateWorkflow(context(), { workflowId });
  expect(copy.workflowId).not.toBe(workflowId);
  await renameWorkflow(context(), { workflowId, title: "The first" });
  const { graph } = await readDraft(context(), copy.workflowId);
  expect(graph.meta.title).toBe("Companies by sector (copy)");
  expect(graph.nodes).toHaveLength(3);
});

test("publishing what has problems is refused with the problems, and nothing changes", async () => {
  const { workflowId } = await createWorkflow(context(), {});
  await expect(publishVersion(context(), { workflowId })).rejects.toMatchObject({
    code: "not_ready",
    data: { problems: [{ code: "trigger-missing", severity: "error" }] },
  });
  expect((await getWorkflow(context(), { workflowId })).live).toBeNull();
});

test("r14 hooks run what was published, not what has been drawn since", async () => {
  const { workflowId } = await importWorkflow(context(), { text: companies() });
  const path = (await getWorkflow(context(), { workflowId })).hooks[0]?.path;
  const call = async () => {
    const answer = await fetch(`${server.origin}${path}`, {
      method: "POST",
      headers: { "content-type": "text/csv" },
      body: "Name,GICS Sector\nA,Energy\n",
    });
    return { status: answer.status, body: (await answer.text()).trim() };
  };
  expect((await call()).status).toBe(404);
  expect(await publishVersion(context(), { workflowId, notes: "First" })).toMatchObject({ number: 1 });
  const first = { status: 200, body: JSON.stringify([{ sector: "Energy", count: 1 }]) };
  expect(await call()).toEqual(first);

  const { graph } = await readDraft(context(), workflowId);
  const sort = graph.nodes.find((node) => node.type === "sort")?.id as NodeId;
  const ends = { source: sort, sourcePort: "out", target: "n_behind00" as NodeId, targetPort: "in" };
  const node: GraphNode = {
    ...setFields("n_behind00" as NodeId),
    config: { keep: false, fields: [{ name: "v", value: 2 }] },
  };
  await context().collab.edit({ actor: context().actor, workflowId }, [{ type: "node.add", node, connect: [ends] }]);
  expect((await readDraft(context(), workflowId)).graph.edges.map((edge) => edge.id)).toContain(edgeIdOf(ends));
  expect(await call()).toEqual(first);

  expect(await publishVersion(context(), { workflowId })).toMatchObject({ number: 2 });
  expect(await call()).toEqual({ status: 200, body: JSON.stringify({ v: 2 }) });
  const { items } = await listVersions(context(), { workflowId });
  expect(items).toMatchObject([
    { number: 2, live: true, notes: "" },
    { number: 1, live: false, notes: "First" },
  ]);
  const old = await getVersionGraph(context(), { versionId: items[1]?.versionId as never });
  expect(old.graph.nodes).toHaveLength(3);
});

test("a workflow in the bin is nowhere and its hooks are silent; taken out, it is as before", async () => {
  const { workflowId } = await importWorkflow(context(), {
    text: companies().replace("Companies by sector", "To the bin"),
  });
  await publishVersion(context(), { workflowId });
  const path = (await getWorkflow(context(), { workflowId })).hooks[0]?.path;
  const status = async () => (await fetch(`${server.origin}${path}`, { method: "POST", body: "a\n1\n" })).status;
  const editor = await edit(workflowId);
  const ended = new Promise((resolve) => editor.provider.on("close", resolve));
  await removeWorkflow(context(), { workflowId });
  await ended;
  await expect(getWorkflow(context(), { workflowId })).rejects.toMatchObject({ code: "not_found" });
  expect(await status()).toBe(404);
  expect((await listWorkflows(context(), { removed: true })).items.map((item) => item.id)).toContain(workflowId);

  await restoreWorkflow(context(), { workflowId });
  expect(await getWorkflow(context(), { workflowId })).toMatchObject({
    title: "To the bin",
    hooks: [{ path, live: true }],
  });
  expect(await status()).not.toBe(404);
});

test("two people who publish at once get two numbers", async () => {
  const { workflowId } = await importWorkflow(context(), { text: companies() });
  const both = await Promise.all([
    publishVersion(context(), { workflowId }),
    publishVersion(context(), { workflowId }),
  ]);
  expect(both.map(({ number }) => number).sort()).toEqual([1, 2]);
});
