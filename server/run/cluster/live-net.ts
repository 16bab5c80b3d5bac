import type { Sql } from "postgres";
import type { RunId, WorkflowId, WorkspaceId } from "#core/id.ts";
import type { RunEvent, RunStatus } from "#core/schedule/event.ts";
import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import { readNewestRuns, readNewestSeqs } from "#db/queries/followed-runs.ts";
import type { RunChange } from "#db/queries/journal.ts";
import type { Logger } from "../../log.ts";
import type { RunListener, WorkflowListener } from "../live-hub.ts";
import type { RunIdentity } from "../run-identity.ts";

/** The first look comes when every process has learnt who listens, the others as often as a lost message may cost. */
const firstLookMs = 200;
const lookMs = 2_000;
/** Older runs than these are not looked at again; whoever shows them reads them from the database. */
const newestRuns = 50;

type RunAt = { readonly workspaceId: WorkspaceId; readonly runId: RunId };
type WorkflowAt = { readonly workspaceId: WorkspaceId; readonly workflowId: WorkflowId };

export type LiveNet = {
  readonly followRun: (run: RunAt, listener: RunListener) => () => void;
  readonly followWorkflow: (workflow: WorkflowAt, listener: WorkflowListener) => () => void;
  /** What listeners have been told already. */
  readonly told: (run: RunIdentity, events: readonly RunEvent[], change: RunChange | null) => void;
  /** Messages may have been lost. */
  readonly lookAtAll: () => void;
  readonly stop: () => void;
};

type FollowedRun = { readonly at: RunAt; readonly listeners: Set<RunListener>; seq: number };
type FollowedWorkflow = {
  readonly at: WorkflowAt;
  readonly listeners: Set<WorkflowListener>;
  /** The last that listeners were told of each run. */
  told: Map<RunId, RunStatus>;
};

/**
 * Compares what listeners in this process were told with the database, a statement for all runs and one for all workflows
 * every two seconds while anybody listens. Whoever missed events of a run is told an empty batch; whoever missed a change
 * of a run is told the run.
 */
export function createLiveNet(sql: Sql, log: Logger): LiveNet {
  const runs = new Map<string, FollowedRun>();
  const workflows = new Map<string, FollowedWorkflow>();
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;

  const plan = (ms: number) => {
    if (isStopped) return;
    if (timer) clearTimeout(timer);
    timer = setTimeout(look, ms).unref();
  };

  async function look(): Promise<void> {
    try {
      await Promise.all([lookAtRuns(), lookAtWorkflows()]);
    } catch (error) {
      if (!isDatabaseUnavailable(error)) log.error({ error }, "Followed runs could not be compared with the database.");
    }
    if (runs.size > 0 || workflows.size > 0) plan(lookMs);
  }

  async function lookAtRuns(): Promise<void> {
    if (runs.size === 0) return;
    const followed = [...runs.values()];
    const seqs = await readNewestSeqs(
      sql,
      followed.map(({ at }) => at),
    );
    for (const run of followed) {
      const seq = seqs.get(run.at.runId) ?? 0;
      if (seq <= run.seq) continue;
      run.seq = seq;
      for (const listener of run.listeners) listener([]);
    }
  }

  async function lookAtWorkflows(): Promise<void> {
    if (workflows.size === 0) return;
    const wanted = [...workflows.values()].map(({ at }) => at);
    const rows = await readNewestRuns(sql, wanted, newestRuns);
    for (const workflow of workflows.values()) {
      const own = rows.filter(
        (row) => row.workspaceId === workflow.at.workspaceId && row.workflowId === workflow.at.workflowId,
      );
      const missed = own.filter((row) => workflow.told.get(row.id) !== row.status);
      workflow.told = new Map(own.map((row) => [row.id, row.status]));
      if (missed.length > 0) for (const listener of workflow.listeners) listener(missed);
    }
  }

  return {
    followRun: (at, listener) => {
      plan(firstLookMs);
      return follow(runs, `${at.workspaceId}/${at.runId}`, { at, listeners: new Set<RunListener>(), seq: 0 }, listener);
    },
    followWorkflow: (at, listener) => {
      plan(firstLookMs);
      const fresh = { at, listeners: new Set<WorkflowListener>(), told: new Map() };
      return follow(workflows, `${at.workspaceId}/${at.workflowId}`, fresh, listener);
    },
    told: (run, events, change) => {
      const followed = runs.get(`${run.workspaceId}/${run.id}`);
      const [first, last] = [events[0], events.at(-1)];
      // Events after a gap leave it open: the journal goes on further than this.
      if (followed && first && last && first.seq <= followed.seq + 1) followed.seq = Math.max(followed.seq, last.seq);
      const status = change?.status ?? (first?.type === "run.started" ? "running" : null);
      if (status) workflows.get(`${run.workspaceId}/${run.workflowId}`)?.told.set(run.id, status);
    },
    lookAtAll: () => {
      if (runs.size > 0 || workflows.size > 0) plan(0);
    },
    stop: () => {
      isStopped = true;
      if (timer) clearTimeout(timer);
    },
  };
}

function follow<T, F extends { readonly listeners: Set<T> }>(
  all: Map<string, F>,
  key: string,
  fresh: F,
  listener: T,
): () => void {
  const followed = all.get(key) ?? fresh;
  all.set(key, followed);
  followed.listeners.add(listener);
  return () => {
    followed.listeners.delete(listener);
    if (followed.listeners.size === 0 && all.get(key) === followed) all.delete(key);
  };
}
