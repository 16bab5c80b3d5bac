import { setTimeout as delay } from "node:timers/promises";
import { type JobsOptions, Queue, Worker } from "bullmq";
import { isId } from "#core/id.ts";
import { priorityOf } from "#core/settings/workflow-settings.ts";
import type { Logger } from "../../log.ts";
import type { RedisConnections } from "./connect-redis.ts";
import type { Dispatcher, HandedRun, QueuedRun } from "./dispatcher.ts";

const queueName = "runs";
/** So many runs of the queue are in the memory of one worker at the same time. */
const takenMax = 200;
const closePatienceMs = 1_000;
/** BullMQ's last. */
const priorityLast = 2_097_151;

type Deps = {
  readonly redis: RedisConnections;
  /** Begins every key; keeps installations apart that share a Redis. */
  readonly space: string;
  /** This process, as callers of a run are answered. */
  readonly self: string;
  readonly drivesRuns: boolean;
  readonly log: Logger;
};

/**
 * Hands runs to any number of workers through BullMQ. A job is a word, not the run: the run is in the database, whoever
 * takes the job claims it there, and a job that was lost or told twice changes nothing. A job is held until its run has
 * left memory, so that a worker takes no more than it can hold.
 */
export function dispatchByQueue({ redis, space, self, drivesRuns, log }: Deps): Dispatcher {
  const connection = redis.impatient();
  const queue = new Queue<Word>(queueName, { connection, prefix: space, skipMetasUpdate: true });
  // What Redis answers while it comes and goes is told by the connection.
  queue.on("error", (error) => log.debug({ error }, "The queue of runs answered an error."));
  let worker: Worker<Word> | null = null;
  let waiting: QueuedRun[] = [];

  /** Those that were accepted in one turn go over in one round trip. */
  function flush(): void {
    const runs = waiting;
    waiting = [];
    if (connection.status !== "ready") return;
    queue.addBulk(runs.map((run) => jobOf(run, self))).catch((error: unknown) => {
      log.debug({ error, runs: runs.length }, "Runs could not be handed over; the sweep finds them.");
    });
  }

  return {
    drivesWhatItAccepts: false,
    drivesRuns,
    handOver: (run) => {
      waiting.push(run);
      if (waiting.length === 1) setImmediate(flush);
    },
    work: (take) => {
      if (!drivesRuns) return;
      worker = new Worker<Word>(queueName, (job) => taken(job.data, take), {
        connection: redis.patient(),
        prefix: space,
        concurrency: takenMax,
        runRetryDelay: 1_000,
      });
      worker.on("error", (error) => log.debug({ error }, "The queue of runs answered an error."));
    },
    limit: (pace) => {
      if (worker) worker.concurrency = pace.limit(takenMax);
    },
    stopTaking: async () => {
      await worker?.pause(true);
    },
    close: async () => {
      // Jobs of runs that were handed back are left: the next worker that takes one finds out how the run stands.
      const closing = Promise.allSettled([worker?.close(true), queue.close()]);
      // While Redis is away it may never be told.
      await Promise.race([closing, delay(closePatienceMs, null, { ref: false })]);
    },
  };
}

type Word = { readonly workspaceId: string; readonly runId: string; readonly from: string };

const once: JobsOptions = { removeOnComplete: true, removeOnFail: true, attempts: 1 };

function jobOf({ workspaceId, runId, priority }: QueuedRun, from: string) {
  return { name: "run", data: { workspaceId, runId, from }, opts: { ...once, priority: placeOf(priority) } };
}

/** BullMQ takes the smaller first, and jobs without a priority before all others. */
function placeOf(priority: number): number {
  return Math.min(priorityLast, Math.max(0, priorityOf.high - priority));
}

async function taken({ workspaceId, runId, from }: Word, take: (run: HandedRun) => Promise<void>): Promise<void> {
  if (isId("ws", workspaceId) && isId("run", runId)) await take({ workspaceId, runId, from });
}
