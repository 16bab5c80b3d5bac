import type { VersionId, WorkflowId } from "#core/id.ts";
import { withWorkspace } from "#db/client.ts";
import { listVersions as listRows } from "#db/queries/versions.ts";
import type { CommandContext } from "./command-context.ts";
import { findLiveWorkflow } from "./find-live-workflow.ts";

export type VersionListItem = {
  readonly versionId: VersionId;
  readonly number: number;
  readonly notes: string;
  /** Unix milliseconds. */
  readonly publishedAt: number;
  readonly publishedBy: string;
  /** Whether hooks run this one. */
  readonly live: boolean;
};

/** Newest first. Throws `not_found`. */
export async function listVersions(
  context: CommandContext,
  { workflowId }: { readonly workflowId: WorkflowId },
): Promise<{ readonly items: readonly VersionListItem[] }> {
  const { liveVersionId } = await findLiveWorkflow(context, workflowId);
  const { workspaceId } = context.actor;
  const rows = await withWorkspace(context.db, workspaceId, (tx) => listRows(tx, { workspaceId, workflowId }));
  return {
    items: rows.map((row) => ({
      ...row,
      publishedAt: row.publishedAt.getTime(),
      publishedBy: row.publishedBy ?? "Somebody who has left",
      live: row.versionId === liveVersionId,
    })),
  };
}
