import { setTimeout as delay } from "node:timers/promises";
import { releaseRuns } from "#db/queries/runs.ts";
import { detached } from "../drive/drive.ts";
import { leaveMemory } from "../drive/leave-memory.ts";
import type { Driving } from "../driving.ts";

/** How long the last entries may take to be written, and runs to be handed back; milliseconds each. */
const patienceMs = 1_000;

/** Accepts nothing more, lets runs end for a while, then hands the others back so that the next process takes them. */
export async function stopDriving(driving: Driving, graceMs: number): Promise<void> {
  const { drives, waitingCallers, deps, sql, owner } = driving;
  driving.isStopping = true;
  if (drives.size > 0) await emptyOrLate(driving, graceMs);
  const left = [...drives.values()];
  for (const drive of left) leaveMemory(drive, detached);
  const late = setTimeout(deps.journal.abandon, patienceMs);
  await deps.journal.drained();
  clearTimeout(late);
  for (const waiters of waitingCallers.values()) {
    waiters.response?.(null);
    waiters.ended?.(detached);
  }
  waitingCallers.clear();
  if (left.length === 0) return;
  const runs = left.map(({ identity, epoch }) => ({ workspaceId: identity.workspaceId, runId: identity.id, epoch }));
  // Should this fail, the leases run out by themselves.
  const released = releaseRuns(sql, { owner, runs }).catch((error: unknown) =>
    deps.log.warn({ error }, "Runs could not be handed back."),
  );
  await Promise.race([released, delay(patienceMs, null, { ref: false })]);
}

function emptyOrLate(driving: Driving, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, graceMs);
    driving.whenEmpty = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
