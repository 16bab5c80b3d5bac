import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import { findReplaced, type Gate } from "#db/queries/queued-runs.ts";
import type { Driving } from "../driving.ts";
import { cancelRun } from "../recover/cancel-run.ts";

/** Cancels the oldest runs of a workflow, as many as there are too many with the newest. Never rejects. */
export async function replaceOldest(driving: Driving, gate: Gate & { readonly limit: number }): Promise<void> {
  const { sql, deps } = driving;
  try {
    for (const runId of await findReplaced(sql, gate)) {
      await cancelRun(driving, { workspaceId: gate.workspaceId, runId, by: "replaced" });
    }
  } catch (error) {
    // The new run waits until an older one ends by itself.
    if (!isDatabaseUnavailable(error)) deps.log.error({ error, ...gate }, "An older run could not be replaced.");
  }
}
