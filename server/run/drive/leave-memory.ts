import type { AppendResult } from "../journal/journal.ts";
import { type Drive, detached, type RunEnd } from "./drive.ts";
import type { Work } from "./work.ts";

/** Stops what a step is doing; whatever it still gets is ignored. */
export function leave(drive: Drive, work: Work): void {
  drive.work.delete(work.activation);
  work.wait?.alarm?.cancel();
  work.limit?.cancel();
  work.controller.abort();
}

/** Nothing more of this run will be written by this process. */
export function giveUp(drive: Drive, result: Exclude<AppendResult, "durable">): void {
  drive.waiters.accepted?.(result);
  drive.waiters.accepted = null;
  leaveMemory(drive, detached);
}
/** Takes a run out of memory; `ended` is null when it only waits, and then those who wait for it go on waiting. */
export function leaveMemory(drive: Drive, ended: RunEnd | null): void {
  drive.phase = "over";
  drive.deadline?.cancel();
  for (const work of [...drive.work.values()]) leave(drive, work);
  if (ended) {
    drive.waiters.response?.(null);
    drive.waiters.ended?.(ended);
    drive.waiters.response = null;
    drive.waiters.ended = null;
  }
  for (const tell of drive.onGivenUp) tell();
  drive.onOver(drive);
}

/**
 * Does something for a run that nobody waits for. What it throws is a bug: it costs this run its place in memory, never
 * the process. The run is claimed again when its lease runs out, and given up after a few such claims.
 */
export function guarded(drive: Drive, act: () => void): void {
  try {
    act();
  } catch (error) {
    drive.deps.log.error({ error, runId: drive.identity.id }, "A run broke and was put down.");
    if (drive.phase !== "over") giveUp(drive, "refused");
  }
}
