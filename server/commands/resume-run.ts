import type { RunId } from "#core/id.ts";
import { withWorkspace } from "#db/client.ts";
import { findRun } from "#db/queries/run-history.ts";
import type { CommandContext } from "./command-context.ts";
import { missing } from "./find-live-workflow.ts";

/** Lets a run that was put aside go on. Throws `not_found`, and `conflict` when it is not put aside. */
export async function resumeRun(
  { db, actor, engine }: CommandContext,
  { runId }: { readonly runId: RunId },
): Promise<{ readonly runId: RunId }> {
  const { workspaceId, userId } = actor;
  const run = await withWorkspace(db, workspaceId, (tx) => findRun(tx, { workspaceId, runId }));
  if (!run) return missing("run");
  await engine.resume(workspaceId, runId, userId);
  return { runId };
}
