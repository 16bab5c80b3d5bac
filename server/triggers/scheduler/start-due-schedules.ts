import type { Sql } from "postgres";
import { dueTimes } from "#core/time/due-times.ts";
import { tickValue } from "#core/time/tick-value.ts";
import { claimDueSchedules, type DueSchedule, moveSchedules } from "#db/queries/live-triggers.ts";
import { type Starting, startTrigger } from "./start-trigger.ts";

const claimedMax = 50;

/**
 * Starts a run for each time that has come and moves the schedules on; answers whether there may be more of them.
 *
 *     due (next_at has passed) -- claimed: its row is locked --> its runs are durable --> next_at is moved, committed
 *
 * A process that ends in between leaves the row as it was: another one comes to the same times, whose keys are taken.
 */
export async function startDueSchedules(sql: Sql, starting: Starting): Promise<boolean> {
  return await sql.begin(async (tx) => {
    const due = await claimDueSchedules(tx, claimedMax);
    if (due.length === 0) return false;
    const moved = await Promise.all(due.map((schedule) => startTimes(schedule, starting)));
    await moveSchedules(tx, moved);
    return due.length === claimedMax;
  });
}

async function startTimes(schedule: DueSchedule, starting: Starting) {
  const { workspaceId, workflowId, nodeId, zone } = schedule;
  const nowMs = Math.floor(schedule.nowMs);
  const { starts, nextMs } = dueTimes(schedule, { nextMs: Math.round(schedule.nextMs), nowMs });
  for (const { atMs, missed } of starts) {
    const key = `tick/${workflowId}/${nodeId}/${new Date(atMs).toISOString()}`;
    await startTrigger(starting, schedule, { input: tickValue({ atMs, zone, missed }), key });
  }
  return { workspaceId, workflowId, nodeId, lastMs: starts.at(-1)?.atMs ?? nowMs, nextMs };
}
