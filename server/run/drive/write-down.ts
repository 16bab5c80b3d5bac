import { nodeOfActivation } from "#core/schedule/activation-id.ts";
import type { NewRunRow } from "#db/queries/accept-runs.ts";
import type { JournalEntry, RunChange } from "#db/queries/journal.ts";
import { type Drive, detached } from "./drive.ts";
import { giveUp, guarded, leaveMemory } from "./leave-memory.ts";
import { type Rest, restOf, wakesTooLate } from "./rest.ts";
import { endOf, tellOthers } from "./tell-others.ts";

/** Hands what has been recorded to the journal, with the run's new status when it ends or only sleeps. */
export function writeDown(drive: Drive, isDone: boolean): void {
  const rest = isDone ? restOf(drive) : null;
  const change = changeOf(drive, rest);
  if (drive.rows.length === 0 && !change && !drive.extras) return;
  if (rest) drive.phase = "parking";
  const { workspaceId, workflowId, id: runId } = drive.identity;
  const accept = drive.isAccepted ? null : newRow(drive);
  drive.isAccepted = true;
  if (change?.endedAt != null) tellOthers(drive);
  const { events, rows, blobs, extras, afterwards } = drive;
  const written = { accept, events: rows, blobs, change, extras };
  const entry: JournalEntry = { workspaceId, workflowId, runId, epoch: drive.epoch, ...written };
  drive.events = [];
  drive.rows = [];
  drive.blobs = [];
  drive.extras = null;
  drive.afterwards = [];
  drive.afterNewest = afterwards;
  drive.underWay += 1;
  drive.deps.journal.append(entry, (result) => {
    drive.underWay -= 1;
    if (drive.phase === "over") return;
    if (result !== "durable") {
      giveUp(drive, result);
      return;
    }
    guarded(drive, () => {
      drive.deps.live.publish(drive.identity, events, change);
      if (accept) drive.waiters.accepted?.("durable");
      if (accept) drive.waiters.accepted = null;
      for (const then of afterwards) then();
      if (rest) leaveMemory(drive, wakesTooLate(drive, rest) ? detached : null);
      else if (change && change.status !== "running") leaveMemory(drive, endOf(drive));
    });
  });
}

function changeOf(drive: Drive, rest: Rest | null): RunChange | null {
  const nothing = { endedAt: null, failure: null, failedNode: null, wakeAt: null };
  if (rest) return { ...nothing, status: "waiting", wakeAt: rest.wakeAt, seen: drive.seen };
  const { status, ending } = drive.state;
  if (status !== "ended" || !ending) {
    // Its first progress after it was taken over: earlier crashes are forgiven, and listeners hear that it goes on.
    if (!drive.isTakenOver || drive.rows.length === 0) return null;
    drive.isTakenOver = false;
    return { ...nothing, status: "running" };
  }
  const endedAt = drive.events[drive.events.length - 1]?.at ?? drive.deps.now();
  if (ending.outcome !== "failed") return { ...nothing, status: ending.outcome, endedAt };
  const failedNode = ending.activation && nodeOfActivation(ending.activation);
  return { ...nothing, status: "failed", endedAt, failure: JSON.stringify(ending.failure), failedNode };
}

function newRow(drive: Drive): NewRunRow {
  const pins = drive.pins.size > 0 ? JSON.stringify(Object.fromEntries(drive.pins)) : null;
  return { ...drive.identity, pins, startedAt: drive.events[0]?.at ?? drive.deps.now(), admission: drive.admission };
}
