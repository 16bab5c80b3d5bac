import type { NodeId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { RunEvent } from "#core/schedule/event.ts";
import type { PlanIndex } from "#core/schedule/index-plan.ts";
import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import { readPlan } from "#db/queries/plans.ts";
import { type ClaimedRun, releaseRuns } from "#db/queries/runs.ts";
import { watchDeadline } from "../admit/watch-deadline.ts";
import { createDrive, type Drive } from "../drive/drive.ts";
import { pump } from "../drive/pump.ts";
import { effectPolicy } from "../drive/recorded-effects.ts";
import { inTurn } from "../drive/take-turns.ts";
import type { Driving } from "../driving.ts";
import { readJournal } from "../journal/read-journal.ts";
import { openInbox } from "../waiting/open-inbox.ts";
import { resume } from "./resume.ts";

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
    if (drive) inTurn(() => pump(drive));
  } catch (error) {
    driving.deps.log.error({ error, runId: claimed.id }, "A run could not be taken over; it is tried again later.");
    if (isDatabaseUnavailable(error)) await giveBack(driving, claimed);
  }
}

/** That the database was away is not the run's fault: the claim does not count, and whoever comes next may have it. */
async function giveBack({ sql, owner }: Driving, { workspaceId, id: runId, epoch }: ClaimedRun): Promise<void> {
  // Should this fail as well, the lease runs out.
  await releaseRuns(sql, { owner, runs: [{ workspaceId, runId, epoch }] }).catch(() => undefined);
}

/** Brings a claimed run into memory without going on. Null when it cannot be; rejects with what the database throws. */
async function loadRun(
  driving: Driving,
  claimed: ClaimedRun,
  known: readonly RunEvent[] | null = null,
): Promise<Drive | null> {
  const { sql, deps, drives, waitingCallers } = driving;
  const { workspaceId, id: runId, messages } = claimed;
  const pieces = readJournal(sql, { workspaceId, runId }, known);
  const [index, first] = await Promise.all([planOf(driving, claimed), pieces.next()]);
  const startedAt = first.value?.events[0]?.at;
  if (!index || !first.value || startedAt === undefined) {
    deps.log.error({ runId }, "A run cannot be taken over: its plan or its journal is missing.");
    return null;
  }
  const drive = driveOf(driving, claimed, { index, startedAt });
  const { take, finish } = resume(drive);
  take(first.value);
  for await (const piece of pieces) take(piece);
  finish();
  if (messages > 0) await openInbox(sql, drive);
  watchDeadline(drive, startedAt);
  // Some may have come while it was read.
  const callers = waitingCallers.get(runId);
  if (callers && callers !== drive.waiters) Object.assign(drive.waiters, callers, { isElsewhere: callers.isElsewhere });
  waitingCallers.delete(runId);
  drives.set(runId, drive);
  return drive;
}

function driveOf(
  { sql, deps, waitingCallers, unknownCallers, onOver }: Driving,
  claimed: ClaimedRun,
  { index, startedAt }: { readonly index: PlanIndex; readonly startedAt: number },
): Drive {
  const { id, epoch, pins, attempts: _attempts, messages: _messages, recordedFrom, ...rest } = claimed;
  const waiters = waitingCallers.get(id) ?? unknownCallers(id);
  return createDrive({
    deps,
    identity: { id, ...rest },
    index,
    pins: new Map(Object.entries(pins ?? {}) as [NodeId, Json][]),
    epoch,
    waiters,
    pump,
    onOver,
    isAccepted: true,
    startedAt,
    answerEffect: effectPolicy(sql, claimed.workspaceId, recordedFrom),
  });
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
