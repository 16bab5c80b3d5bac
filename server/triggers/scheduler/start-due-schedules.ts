import type { Sql } from "postgres";
import type { WorkflowId } from "#core/id.ts";
import { dueTimes } from "#core/time/due-times.ts";
import { tickValue } from "#core/time/tick-value.ts";
import { claimDueSchedules, type DueSchedule, type MovedSchedule, moveSchedules } from "#db/queries/live-triggers.ts";
import { type Starting, startTrigger } from "./start-trigger.ts";

const claimedMax = 50;
/** A workflow without room for more runs is asked again after this. */
const fullForMs = 10_000;

/**
 * Makes what starts a run for each time that has come and moves the schedules on; it answers whether there may be more.
 *
 *     due (next_at has passed) -- claimed: its row is locked --> its runs are durable --> next_at is moved, committed
 *                              -- no room for its runs --> it stays due
 *
 * A process that ends in between leaves the row as it was: another one comes to the same times, whose keys are taken.
 */
export function scheduleStarter(sql: Sql, starting: Starting): () => Promise<boolean> {
  const full = new Map<WorkflowId, number>();
  return async () => {
    for (const [workflowId, untilMs] of full) if (performance.now() > untilMs) full.delete(workflowId);
    return await sql.begin(async (tx) => {
      const due = await claimDueSchedules(tx, { limit: claimedMax, except: [...full.keys()] });
      if (due.length === 0) return false;
      const moves = await Promise.all(due.map((schedule) => startTimes(schedule, starting)));
      await moveSchedules(
        tx,
        moves.filter((move) => move !== null),
      );
      for (const [at, { workflowId }] of due.entries()) {
        if (moves[at] === null) full.set(workflowId, performance.now() + fullForMs);
      }
      return due.length === claimedMax;
    });
  };
}

/** Where the schedule goes on; null when there was no room for all of its runs. */
async function startTimes(schedule: DueSchedule, starting: Starting): Promise<MovedSchedule | null> {
  const { workspaceId, workflowId, nodeId, zone } = schedule;
  const nowMs = Math.floor(schedule.nowMs);
  const { starts, nextMs } = dueTimes(schedule, { nextMs: Math.round(schedule.nextMs), nowMs });
  for (const { atMs, missed } of starts) {
    const key = `tick/${workflowId}/${nodeId}/${new Date(atMs).toISOString()}`;
    if (!(await startTrigger(starting, schedule, { input: tickValue({ atMs, zone, missed }), key }))) return null;
  }
  return { workspaceId, workflowId, nodeId, lastMs: starts.at(-1)?.atMs ?? nowMs, nextMs };
}
