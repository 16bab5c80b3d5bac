import * as Y from "yjs";
import { createDocument } from "#core/document/document.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { WorkflowId } from "#core/id.ts";
import { withWorkspace } from "#db/client.ts";
import { appendUpdates } from "#db/queries/documents.ts";
import { insertWorkflow as insertRow } from "#db/queries/workflows.ts";
import type { CommandContext } from "./command-context.ts";

/** Adds a workflow whose document holds this graph: row and document together or neither. */
export async function insertWorkflow(
  { db, actor }: CommandContext,
  { workflowId, graph }: { readonly workflowId: WorkflowId; readonly graph: Graph },
): Promise<void> {
  const { workspaceId, userId } = actor;
  const doc = createDocument(graph);
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  await withWorkspace(db, workspaceId, async (tx) => {
    await insertRow(tx, { workspaceId, workflowId, ...graph.meta, createdBy: userId });
    await appendUpdates(tx, { workspaceId, updates: [{ workflowId, update, userId }] });
  });
}
