import type { WorkflowId } from "#core/id.ts";
import type { RunSummary } from "#core/schedule/run-summary.ts";
import { withWorkspace } from "#db/client.ts";
import { newestRuns } from "#db/queries/run-history.ts";
import { listWorkflows as listRows } from "#db/queries/workflows.ts";
import type { CommandContext } from "./command-context.ts";
import { type LiveVersion, liveVersionOf } from "./get-workflow.ts";

export type WorkflowListItem = {
  readonly id: WorkflowId;
  readonly title: string;
  readonly description: string;
  /** Unix milliseconds. */
  readonly updatedAt: number;
  readonly live: LiveVersion | null;
  /** The newest run, if it ran at all. */
  readonly lastRun: RunSummary | null;
};

/** Changed last comes first. `removed` lists the bin instead. */
export async function listWorkflows(
  { db, actor }: CommandContext,
  { search, removed }: { readonly search?: string | undefined; readonly removed?: boolean | undefined },
): Promise<{ readonly items: readonly WorkflowListItem[] }> {
  const { workspaceId } = actor;
  return withWorkspace(db, workspaceId, async (tx) => {
    const rows = await listRows(tx, { workspaceId, search, removed });
    const newest = await newestRuns(tx, { workspaceId, workflowIds: rows.map((row) => row.id) });
    return {
      items: rows.map((row) => ({
        id: row.id,
        title: row.title,
        description: row.description,
        updatedAt: row.updatedAt.getTime(),
        live: liveVersionOf(row),
        lastRun: newest.get(row.id) ?? null,
      })),
    };
  });
}
