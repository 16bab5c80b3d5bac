import type { WorkflowId } from "#core/id.ts";
import { withWorkspace } from "#db/client.ts";
import { setRemoved } from "#db/queries/workflows.ts";
import type { CommandContext } from "./command-context.ts";
import { missing } from "./find-live-workflow.ts";
import { syncTriggers } from "./sync-triggers.ts";

/** Puts a workflow into the bin: it can be restored, its triggers start nothing more, and its editors are closed. */
export async function removeWorkflow(
  context: CommandContext,
  { workflowId }: { readonly workflowId: WorkflowId },
): Promise<{ readonly workflowId: WorkflowId }> {
  const { db, actor, collab } = context;
  const { workspaceId } = actor;
  await withWorkspace(db, workspaceId, async (tx) => {
    if (!(await setRemoved(tx, { workspaceId, workflowId, removed: true }))) missing("workflow");
    await syncTriggers(context, tx, { workspaceId, workflowId, plan: null });
  });
  collab.disconnect(workflowId);
  return { workflowId };
}
