import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "postgres";
import { emissionPasser } from "./pass-on-emissions.ts";
import { scheduleStarter } from "./start-due-schedules.ts";
import { isPassing, type Starting } from "./start-trigger.ts";

export type SchedulerOptions = Starting & {
  /** Of the engine's role. */
  readonly sql: Sql;
  /** Pause between two looks. */
  readonly pollMs?: number;
};

export type Scheduler = {
  /** Starts nothing more; resolves when what is under way is durable, or a moment later when no database answers. */
  readonly stop: () => Promise<void>;
};

/** What is cut off is rolled back, and found again by whoever comes next. */
const stopPatienceMs = 1_000;

/**
 * Starts runs at their times, and for what other runs have told. Any number of processes may do so on one database: each
 * locks what it takes, and a run's key is taken once. A round that meets no database is tried again in the next.
 *
 *     looking -- pollMs --> looking …       stop --> the round under way ends --> stopped
 */
export function startScheduler({ sql, engine, log, pollMs = 500 }: SchedulerOptions): Scheduler {
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  let underWay: Promise<void> = Promise.resolve();
  const parts = [scheduleStarter(sql, { engine, log }), emissionPasser(sql, { engine, log })];

  async function repeat(part: () => Promise<boolean>): Promise<void> {
    try {
      while (!isStopped && (await part()));
    } catch (error) {
      if (!isPassing(error)) log.error({ error }, "Triggers could not be looked after.");
    }
  }

  function next(afterMs: number): void {
    timer = setTimeout(() => {
      underWay = Promise.all(parts.map(repeat)).then(() => {
        if (!isStopped) next(pollMs);
      });
    }, afterMs);
  }

  next(0);
  return {
    stop: () => {
      isStopped = true;
      if (timer) clearTimeout(timer);
      return Promise.race([underWay, delay(stopPatienceMs, undefined, { ref: false })]);
    },
  };
}
