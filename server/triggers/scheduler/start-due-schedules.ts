import type { Sql } from "postgres";
import type { WorkflowId } from "#core/id.ts";
import { type DueTimes, dueTimes } from "#core/time/due-times.ts";
import { tickValue } from "#core/time/tick-value.ts";
import { claimDueSchedules, type DueSchedule, type MovedSchedule, moveSchedules } from "#db/queries/live-triggers.ts";
import { type Starting, startTrigger } from "./start-trigger.ts";

const claimedMax = 50;
/** A workflow that has no room for more runs, or whose runs cannot begin, is looked at again after this. */
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

/** Where the schedule goes on; null when not all of its runs could begin. */
async function startTimes(schedule: DueSchedule, starting: Starting): Promise<MovedSchedule | null> {
  const { workspaceId, workflowId, nodeId, zone } = schedule;
  const nowMs = Math.floor(schedule.nowMs);
  const due = timesOf(schedule, nowMs, starting);
  if (!due) return null;
  const { starts, nextMs } = due;
  for (const { atMs, missed } of starts) {
    const key = `tick/${workflowId}/${nodeId}/${new Date(atMs).toISOString()}`;
    if (!(await startTrigger(starting, schedule, { input: tickValue({ atMs, zone, missed }), key }))) return null;
  }
  return { workspaceId, workflowId, nodeId, lastMs: starts.at(-1)?.atMs ?? nowMs, nextMs };
}

/** Publishing has checked the line; one that a later version of ours cannot read must not hold up the others. */
function timesOf(schedule: DueSchedule, nowMs: number, { log }: Starting): DueTimes | null {
  try {
    return dueTimes(schedule, { nextMs: Math.round(schedule.nextMs), nowMs });
  } catch (error) {
    const { workflowId, nodeId, cron, zone } = schedule;
    log.error({ error, workflowId, nodeId, cron, zone }, "The times of a schedule could not be worked out.");
    return null;
  }
}
