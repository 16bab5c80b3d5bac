import type { RunId, WorkspaceId } from "#core/id.ts";
import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import { readBlobs } from "#db/queries/blobs.ts";
import { blobsOf, readEvents } from "#db/queries/events.ts";
import { type RunStanding, readStandings } from "#db/queries/run-outcomes.ts";
import { detached } from "../drive/drive.ts";
import type { Driving } from "../driving.ts";
import { planOf } from "../recover/take-over.ts";
import type { Bus } from "./bus.ts";
import { hearReplies, tellEnd, tellResponse } from "./callers.ts";
import { runOutcome } from "./run-outcome.ts";

/** How soon callers' runs are looked at in the database, and how rarely at last; the time doubles each time. */
const lookMsMin = 250;
const lookMsMax = 4_000;
/** The longest waiting time that a webhook can be given: nobody waits longer. */
const callersWaitMsMax = 300_000;

type Waiting = { readonly workspaceId: WorkspaceId; readonly sinceMs: number; lookAtMs: number; everyMs: number };

export type CallersWatch = {
  /** Callers in this process wait for a run that another one may drive. */
  readonly watch: (workspaceId: WorkspaceId, runId: RunId) => void;
  readonly stop: () => void;
};

/**
 * The net under what processes tell each other: a run whose end was never told here is found ended in the database, and
 * its callers are told from its journal.
 */
export function watchCallers(driving: Driving, bus: Bus | null): CallersWatch {
  const { waitingCallers: callers, drives, deps } = driving;
  const waiting = new Map<RunId, Waiting>();
  let timer: NodeJS.Timeout | null = null;

  function due(nowMs: number): RunId[] {
    const runs: RunId[] = [];
    for (const [runId, wait] of waiting) {
      const hasCallers = callers.has(runId);
      if (hasCallers && nowMs - wait.sinceMs > callersWaitMsMax) tellEnd(callers, runId, detached);
      if (!callers.has(runId) && !drives.has(runId)) waiting.delete(runId);
      else if (hasCallers && wait.lookAtMs <= nowMs) runs.push(runId);
    }
    return runs;
  }

  async function round(): Promise<void> {
    timer = null;
    await look(due(performance.now()));
    if (waiting.size > 0) timer ??= setTimeout(round, lookMsMin / 2).unref();
  }

  async function look(runs: readonly RunId[]): Promise<void> {
    const wanted = runs.flatMap((runId) => {
      const wait = waiting.get(runId);
      if (!wait) return [];
      wait.lookAtMs = performance.now() + wait.everyMs;
      wait.everyMs = Math.min(lookMsMax, wait.everyMs * 2);
      return [{ workspaceId: wait.workspaceId, runId }];
    });
    if (wanted.length === 0) return;
    try {
      for (const run of await readStandings(driving.sql, wanted)) await tellFrom(driving, run);
    } catch (error) {
      if (!isDatabaseUnavailable(error)) deps.log.error({ error }, "Runs that callers wait for could not be read.");
    }
  }

  if (bus) hearReplies(bus, { callers, look: (runs) => void look(runs) });
  return {
    watch: (workspaceId, runId) => {
      const sinceMs = performance.now();
      waiting.set(runId, { workspaceId, sinceMs, lookAtMs: sinceMs + lookMsMin, everyMs: lookMsMin });
      timer ??= setTimeout(round, lookMsMin / 2).unref();
    },
    stop: () => {
      if (timer) clearTimeout(timer);
      waiting.clear();
    },
  };
}

const ended = new Set<RunStanding["status"]>(["succeeded", "failed", "cancelled"]);

async function tellFrom(driving: Driving, run: RunStanding): Promise<void> {
  const { sql, waitingCallers: callers } = driving;
  const { workspaceId, id: runId } = run;
  const index = await planOf(driving, run);
  if (!index) return;
  const mayRespond = [...index.nodes.values()].some(({ node }) => node.kind === "respond");
  if (!ended.has(run.status) && !mayRespond) return;
  const events = await readEvents(sql, { workspaceId, runId });
  const blobs = await readBlobs(sql, { workspaceId, hashes: [...blobsOf(events)] });
  const { response, end } = runOutcome(index, events, blobs);
  const waiters = callers.get(runId);
  if (waiters && response) tellResponse(waiters, response);
  if (end) tellEnd(callers, runId, end);
}
