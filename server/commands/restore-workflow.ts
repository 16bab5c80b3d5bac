import type { WorkflowId } from "#core/id.ts";
import { withWorkspace } from "#db/client.ts";
import { findVersion } from "#db/queries/versions.ts";
import { findWorkflow, setRemoved } from "#db/queries/workflows.ts";
import type { CommandContext } from "./command-context.ts";
import { missing } from "./find-live-workflow.ts";
import { syncTriggers } from "./sync-triggers.ts";

/** Takes a workflow out of the bin; its published version answers and starts as before. Throws `not_found`. */
export async function restoreWorkflow(
  context: CommandContext,
  { workflowId }: { readonly workflowId: WorkflowId },
): Promise<{ readonly workflowId: WorkflowId }> {
  const { db, actor } = context;
  const { workspaceId } = actor;
  await withWorkspace(db, workspaceId, async (tx) => {
    if (!(await setRemoved(tx, { workspaceId, workflowId, removed: false }))) missing("workflow");
    const row = await findWorkflow(tx, { workspaceId, workflowId });
    if (!row?.liveVersionId) return;
    const version = await findVersion(tx, { workspaceId, versionId: row.liveVersionId });
    if (version) await syncTriggers(context, tx, { workspaceId, workflowId, plan: version.plan });
  });
  return { workflowId };
}
