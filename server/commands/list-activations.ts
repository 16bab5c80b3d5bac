import type { NodeId, RunId } from "#core/id.ts";
import type { ActivationId, ActivationStatus } from "#core/schedule/event.ts";
import type { ActivationSummary } from "#core/schedule/step-record.ts";
import { withWorkspace } from "#db/client.ts";
import { findRun } from "#db/queries/run-history.ts";
import { type IterationRow, readIterations } from "#db/queries/step-history.ts";
import type { CommandContext } from "./command-context.ts";
import { missing } from "./find-live-workflow.ts";

const pageSize = 200;

type Input = { readonly runId: RunId; readonly nodeId: NodeId; readonly cursor?: ActivationId | null | undefined };
type Page = { readonly items: readonly ActivationSummary[]; readonly nextCursor: ActivationId | null };

/** How each activation of a step went, in the order in which they began. Throws `not_found`. */
export async function listActivations(
  { db, actor }: CommandContext,
  { runId, nodeId, cursor = null }: Input,
): Promise<Page> {
  const { workspaceId } = actor;
  return withWorkspace(db, workspaceId, async (tx) => {
    const run = await findRun(tx, { workspaceId, runId });
    if (!run) return missing("run");
    const rows = await readIterations(tx, { workspaceId, runId, nodeId, after: cursor, limit: pageSize + 1 });
    const items = rows.slice(0, pageSize).map((row) => summaryOf(row, run.endedAt !== null));
    return { items, nextCursor: rows.length > pageSize ? (items.at(-1)?.activation ?? null) : null };
  });
}

function summaryOf(row: IterationRow, runHasEnded: boolean): ActivationSummary {
  return {
    activation: row.activation,
    status: statusOf(row, runHasEnded),
    startedAt: Math.round(row.startedAt),
    ms: row.ms,
    failure: row.message === null ? null : { message: row.message },
  };
}

function statusOf({ hasEmitted, hasFailed, isWaiting }: IterationRow, runHasEnded: boolean): ActivationStatus {
  if (hasEmitted) return "succeeded";
  if (hasFailed) return "failed";
  if (runHasEnded) return "cancelled";
  return isWaiting ? "waiting" : "running";
}
