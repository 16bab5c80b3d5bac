import type { WorkflowId } from "#core/id.ts";
import { withWorkspace } from "#db/client.ts";
import { findVersion } from "#db/queries/versions.ts";
import { findWorkflow, setRemoved } from "#db/queries/workflows.ts";
import type { CommandContext } from "./command-context.ts";
import { missing } from "./find-live-workflow.ts";
import { webhooksIn } from "./publish-version.ts";

/** Takes a workflow out of the bin; its published version answers at the same addresses again. Throws `not_found`. */
export async function restoreWorkflow(
  { db, actor, hooks }: CommandContext,
  { workflowId }: { readonly workflowId: WorkflowId },
): Promise<{ readonly workflowId: WorkflowId }> {
  const { workspaceId } = actor;
  await withWorkspace(db, workspaceId, async (tx) => {
    if (!(await setRemoved(tx, { workspaceId, workflowId, removed: false }))) missing("workflow");
    const row = await findWorkflow(tx, { workspaceId, workflowId });
    if (!row?.liveVersionId) return;
    const version = await findVersion(tx, { workspaceId, versionId: row.liveVersionId });
    if (version) await hooks.sync(tx, { workspaceId, workflowId, nodes: webhooksIn(version.plan) });
  });
  return { workflowId };
}
