import type { VersionId, WorkflowId } from "#core/id.ts";
import { type AppTransaction, withWorkspace } from "#db/client.ts";
import { storePlan } from "#db/queries/store-plan.ts";
import { insertVersion, nextVersionNumber } from "#db/queries/versions.ts";
import { lockWorkflow, setLiveVersion } from "#db/queries/workflows.ts";
import type { CommandContext } from "./command-context.ts";
import { compileDraft } from "./compile-draft.ts";
import { missing } from "./find-live-workflow.ts";
import { newId } from "./new-id.ts";
import { readDraft } from "./read-draft.ts";
import { syncTriggers } from "./sync-triggers.ts";

type Input = { readonly workflowId: WorkflowId; readonly notes?: string | undefined };
type Published = { readonly versionId: VersionId; readonly number: number };

/**
 * Freezes the live document as the next version, which its triggers then start. Throws `not_ready` with the problems when it
 * does not compile; then everything stays as it was.
 */
export async function publishVersion(context: CommandContext, { workflowId, notes = "" }: Input): Promise<Published> {
  const { db, actor, registry } = context;
  const { workspaceId, userId } = actor;
  const { graph, state } = await readDraft(context, workflowId);
  const compiled = compileDraft(graph, registry, workflowId);
  const versionId = newId("ver");
  const write = async (tx: AppTransaction): Promise<Published> => {
    if (!(await lockWorkflow(tx, { workspaceId, workflowId }))) return missing("workflow");
    const number = await nextVersionNumber(tx, { workspaceId, workflowId });
    await storePlan(tx, { workspaceId, ...compiled });
    const version = { id: versionId, workflowId, number, planHash: compiled.hash, notes, document: state };
    await insertVersion(tx, { workspaceId, ...version, createdBy: userId });
    await setLiveVersion(tx, { workspaceId, workflowId, versionId });
    await syncTriggers(context, tx, { workspaceId, workflowId, plan: compiled.plan });
    return { versionId, number };
  };
  return withWorkspace(db, workspaceId, write);
}
