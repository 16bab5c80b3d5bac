import type { RunId, WorkflowId } from "#core/id.ts";
import type { RunStatus } from "#core/schedule/event.ts";
import type { RunSummary } from "#core/schedule/run-summary.ts";
import { withWorkspace } from "#db/client.ts";
import { listRuns as listRows } from "#db/queries/run-history.ts";
import type { CommandContext } from "./command-context.ts";

export type ListRunsInput = {
  readonly workflowId?: WorkflowId | undefined;
  readonly status?: RunStatus | undefined;
  /** The last run of the page before. */
  readonly cursor?: RunId | null | undefined;
  /** 1 to 100; 50 when not given. */
  readonly limit?: number | undefined;
};

/** A page of runs, newest first. Pages go on from the last id, so runs that start meanwhile shift nothing. */
export async function listRuns(
  { db, actor }: CommandContext,
  { workflowId, status, cursor, limit = 50 }: ListRunsInput,
): Promise<{ readonly items: readonly RunSummary[]; readonly nextCursor: RunId | null }> {
  const { workspaceId } = actor;
  const rows = await withWorkspace(db, workspaceId, (tx) =>
    listRows(tx, { workspaceId, workflowId, status, before: cursor, limit: limit + 1 }),
  );
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
