import type { WorkflowId } from "#core/id.ts";
import { withWorkspace } from "#db/client.ts";
import { setRemoved } from "#db/queries/workflows.ts";
import type { CommandContext } from "./command-context.ts";
import { missing } from "./find-live-workflow.ts";

/** Puts a workflow into the bin: it can be restored, its hooks stop answering, and its editors are closed. */
export async function removeWorkflow(
  { db, actor, collab, hooks }: CommandContext,
  { workflowId }: { readonly workflowId: WorkflowId },
): Promise<{ readonly workflowId: WorkflowId }> {
  const { workspaceId } = actor;
  await withWorkspace(db, workspaceId, async (tx) => {
    if (!(await setRemoved(tx, { workspaceId, workflowId, removed: true }))) missing("workflow");
    await hooks.sync(tx, { workspaceId, workflowId, nodes: [] });
  });
  collab.disconnect(workflowId);
  return { workflowId };
}
