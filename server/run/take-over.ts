import type { NodeId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { RunEvent } from "#core/schedule/event.ts";
import type { PlanIndex } from "#core/schedule/index-plan.ts";
import { readBlobs } from "#db/queries/blobs.ts";
import { blobsOf, readEvents } from "#db/queries/events.ts";
import { readPlan } from "#db/queries/plans.ts";
import type { ClaimedRun } from "#db/queries/runs.ts";
import { createDrive, type Drive } from "./drive.ts";
import type { Driving } from "./driving.ts";
import { pump } from "./pump.ts";
import { resume } from "./resume.ts";
import { openInbox } from "./waiting/open-inbox.ts";
import { watchDeadline } from "./watch-deadline.ts";

/**
 * Drives a claimed run on from where its journal ends. `known` is that journal when it came with the claim. Never rejects;
 * a run that cannot be read is left to its lease.
 */
export async function takeOver(
  driving: Driving,
  claimed: ClaimedRun,
  known: readonly RunEvent[] | null = null,
): Promise<void> {
  try {
    const drive = await loadRun(driving, claimed, known);
    if (drive) pump(drive);
  } catch (error) {
    driving.deps.log.error({ error, runId: claimed.id }, "A run could not be taken over; it is tried again later.");
  }
}

/** Brings a claimed run into memory without going on. Null when it cannot be; rejects with what the database throws. */
export async function loadRun(
  driving: Driving,
  claimed: ClaimedRun,
  known: readonly RunEvent[] | null = null,
): Promise<Drive | null> {
  const { sql, deps, drives, waitingCallers, onOver } = driving;
  const { workspaceId, id: runId, epoch, pins, attempts: _attempts, messages, ...rest } = claimed;
  const [index, events] = await Promise.all([
    planOf(driving, claimed),
    known ?? readEvents(sql, { workspaceId, runId }),
  ]);
  const first = events[0];
  if (!index || !first) {
    deps.log.error({ runId }, "A run cannot be taken over: its plan or its journal is missing.");
    return null;
  }
  const blobs = await readBlobs(sql, { workspaceId, hashes: [...blobsOf(events)] });
  const waiters = waitingCallers.get(runId) ?? { accepted: null, response: null, ended: null };
  waitingCallers.delete(runId);
  const drive = createDrive({
    deps,
    identity: { workspaceId, id: runId, ...rest },
    index,
    pins: new Map(Object.entries(pins ?? {}) as [NodeId, Json][]),
    epoch,
    waiters,
    pump,
    onOver,
    isAccepted: true,
    startedAt: first.at,
  });
  resume(drive, events, blobs);
  if (messages > 0) await openInbox(sql, drive);
  watchDeadline(drive, first.at);
  drives.set(runId, drive);
  return drive;
}

export async function planOf(
  { sql, plans }: Driving,
  { workspaceId, planHash }: Pick<ClaimedRun, "workspaceId" | "planHash">,
): Promise<PlanIndex | null> {
  const known = plans.get(workspaceId, planHash);
  if (known) return known;
  const row = await readPlan(sql, { workspaceId, hash: planHash });
  return row ? plans.add(workspaceId, planHash, row.plan) : null;
}
