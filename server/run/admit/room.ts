import type { Drive } from "../drive/drive.ts";
import type { Driving } from "../driving.ts";

/** So many runs are claimed by one statement; more would hold up what else the process does. */
export const claimMax = 250;

/** How many more runs this process may have in memory. */
export function roomIn({ drives, drivesMax }: Pick<Driving, "drives" | "drivesMax">): number {
  return Math.max(0, drivesMax - drives.size);
}

/** A run has left memory: lets those in that have waited for its place. */
export function giveRoom(driving: Driving, { identity, index }: Drive): void {
  const { workspaceId, workflowId } = identity;
  if (index.plan.settings?.concurrency) driving.claims.openGate({ workspaceId, gate: workflowId });
  if (driving.hasBacklog) claimForRoom(driving);
}

/**
 * Claims queued runs once there is room for a good many; a statement for each would cost more than the runs themselves. A
 * smaller room is filled by the next round of the watch.
 */
export function claimForRoom(driving: Driving): void {
  const { claims, drives, drivesMax } = driving;
  if (drives.size === 0 || roomIn(driving) >= Math.min(claimMax, drivesMax / 4)) claims.soon();
}
