import type { RunId } from "#core/id.ts";
import { withWorkspace } from "#db/client.ts";
import { findRun } from "#db/queries/run-history.ts";
import type { CommandContext } from "./command-context.ts";
import { missing } from "./find-live-workflow.ts";

/** Stops a run; one that has ended stays as it is. Throws `not_found`. */
export async function cancelRun(
  { db, actor, engine }: CommandContext,
  { runId }: { readonly runId: RunId },
): Promise<{ readonly runId: RunId }> {
  const { workspaceId, userId } = actor;
  const run = await withWorkspace(db, workspaceId, (tx) => findRun(tx, { workspaceId, runId }));
  if (!run) return missing("run");
  await engine.cancel(workspaceId, runId, userId);
  return { runId };
}
