import type { ActivationId } from "#core/schedule/event.ts";
import { type Drive, extrasOf } from "../drive/drive.ts";

/**
 * Nobody waits any more for what an activation waits for: its task is closed, its child is told to stop. Its work may not
 * have begun again since the run was loaded; then the journal says what it waited for.
 */
export function abandonWait(drive: Drive, activation: ActivationId): void {
  const work = drive.work.get(activation);
  const on = work ? work.wait?.on : drive.recorded.get(activation)?.wait?.on;
  if (on?.kind === "task") extrasOf(drive).closedTasks.push({ id: on.taskId, status: "cancelled" });
  if (on?.kind !== "child") return;
  const { workspaceId, id } = drive.identity;
  const { runId } = on;
  extrasOf(drive).tells.push({ runId, activation: "run", name: "cancel", value: { value: null }, sentBy: id });
  drive.afterwards.push(() => drive.deps.poke(workspaceId, runId));
}
