import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import { findGateOf } from "#db/queries/queued-runs.ts";
import { claimOneRun } from "#db/queries/runs.ts";
import type { RunWaiters } from "../drive/drive.ts";
import type { Driving } from "../driving.ts";
import { takeOver } from "../recover/take-over.ts";
import type { HandedRun } from "./dispatcher.ts";

/**
 * Claims a run that was handed over and drives it; resolves when it has left memory. A run that somebody else has claimed,
 * that has ended or that cannot be claimed now is let go: if it still has to be driven, the sweep finds it. Never rejects.
 */
export async function takeHandedRun(driving: Driving, run: HandedRun, callers: RunWaiters | null): Promise<void> {
  const { drives, whenOver, deps } = driving;
  const { runId } = run;
  if (driving.isStopping || drives.has(runId)) return;
  try {
    const claiming = claim(driving, run, callers);
    driving.claiming.add(claiming);
    await claiming.finally(() => driving.claiming.delete(claiming));
  } catch (error) {
    if (!isDatabaseUnavailable(error)) deps.log.error({ error, runId }, "A run that was handed over was not claimed.");
    return;
  }
  if (!drives.has(runId)) return;
  await new Promise<void>((resolve) => whenOver.set(runId, resolve));
  whenOver.delete(runId);
}

async function claim(driving: Driving, { workspaceId, runId }: HandedRun, callers: RunWaiters | null): Promise<void> {
  const { sql, owner, leaseSeconds, waitingCallers, claimQueued } = driving;
  const queued = await claimQueued({ workspaceId, runId });
  // It waits for something, or nobody drives it any more, or it has a gate.
  const claimed = queued ?? (await claimOneRun(sql, { owner, leaseSeconds, workspaceId, runId }))[0];
  if (!claimed) return await letIn(driving, { workspaceId, runId }, callers);
  if (callers && !waitingCallers.has(runId)) waitingCallers.set(runId, callers);
  await takeOver(driving, claimed, queued && [queued.started]);
  if (callers && waitingCallers.get(runId) === callers) waitingCallers.delete(runId);
}

/** Of a workflow that limits its runs: it goes on when its turn has come, and then maybe here. */
async function letIn(
  { sql, claims, waitingCallers }: Driving,
  at: Omit<HandedRun, "from">,
  callers: RunWaiters | null,
): Promise<void> {
  const gate = await findGateOf(sql, at);
  if (!gate) return;
  if (callers && !waitingCallers.has(at.runId)) waitingCallers.set(at.runId, callers);
  claims.openGate(gate);
}
