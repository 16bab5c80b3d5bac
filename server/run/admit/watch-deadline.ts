import { setAlarm } from "../drive/alarm.ts";
import { type Drive, record } from "../drive/drive.ts";
import { guarded } from "../drive/leave-memory.ts";
import { deadlineOf } from "./admit-run.ts";
import { tooLate } from "./too-late.ts";

/** Fails a run in memory when its deadline comes, or at once when it is over. `startedAt`: when it was accepted. */
export function watchDeadline(drive: Drive, startedAt: number): void {
  const atMs = deadlineOf(drive.index.plan, startedAt);
  if (atMs === null) return;
  // Not a moment later: it would go to rest again before that.
  if (atMs <= drive.deps.now()) failLate(drive);
  else drive.deadline = setAlarm(drive.deps.now, atMs, () => guarded(drive, () => failLate(drive)));
}

function failLate(drive: Drive): void {
  // It is ending already: what it has decided stands.
  if (drive.phase !== "running" || drive.state.status !== "running" || drive.state.ending) return;
  record(drive, { type: "run.failed", failure: tooLate(), activation: null });
  drive.pump(drive);
}
