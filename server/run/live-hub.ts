import type { Failure } from "#core/failure.ts";
import type { NodeId, RunId, WorkflowId, WorkspaceId } from "#core/id.ts";
import type { RunEvent, RunStatus } from "#core/schedule/event.ts";
import type { RunChange } from "#db/queries/journal.ts";
import type { Logger } from "../log.ts";
import type { RunIdentity } from "./run-identity.ts";

/**
 * Tells whoever listens in this process what has become durable. Nothing is computed or kept while nobody listens, and
 * nothing is told before its commit. Behind the same two types `cluster/cluster-live.ts` reaches other processes too.
 */
export type LiveHub = {
  /**
   * Events of one run, in order, a batch per commit. Between processes a batch may be lost: then the next one leaves a gap,
   * or an empty one says that there is more in the journal. Answers how to stop.
   */
  readonly followRun: (workspaceId: WorkspaceId, runId: RunId, listener: RunListener) => () => void;
  /** Runs of one workflow that started or changed; for each run its newest state, at most every 100 ms. */
  readonly followWorkflow: (workspaceId: WorkspaceId, workflowId: WorkflowId, listener: WorkflowListener) => () => void;
};

export type LivePublisher = {
  readonly publish: (run: RunIdentity, events: readonly RunEvent[], change: RunChange | null) => void;
};

export type RunListener = (events: readonly RunEvent[]) => void;
export type WorkflowListener = (runs: readonly LiveRun[]) => void;

/** A run that started or changed. */
export type LiveRun = Omit<RunIdentity, "parentRunId" | "parentActivation"> & {
  readonly status: RunStatus;
  /** Unix milliseconds; null when it started before anybody listened. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly failure: Failure | null;
  readonly failedNode: NodeId | null;
};

const coalesceMs = 100;

export function createLiveHub(log: Logger): LiveHub & LivePublisher {
  /** A listener that throws costs nobody else anything. */
  const tell = <T>(listener: (news: T) => void, news: T): void => {
    try {
      listener(news);
    } catch (error) {
      log.error({ error }, "A listener of live news threw.");
    }
  };
  const runs = new Map<string, Set<RunListener>>();
  const workflows = new Map<string, Channel>();

  return {
    followRun: (workspaceId, runId, listener) => listen(runs, `${workspaceId}/${runId}`, listener),
    followWorkflow: (workspaceId, workflowId, listener) => {
      const key = `${workspaceId}/${workflowId}`;
      const channel = workflows.get(key) ?? { listeners: new Set(), changed: new Map(), timer: null, toldAt: 0 };
      workflows.set(key, channel);
      channel.listeners.add(listener);
      return () => {
        channel.listeners.delete(listener);
        if (channel.listeners.size > 0) return;
        if (channel.timer) clearTimeout(channel.timer);
        workflows.delete(key);
      };
    },
    publish: (run, events, change) => {
      if (runs.size > 0) {
        for (const listener of runs.get(`${run.workspaceId}/${run.id}`) ?? []) tell(listener, events);
      }
      if (workflows.size === 0) return;
      const channel = workflows.get(`${run.workspaceId}/${run.workflowId}`);
      if (channel)
        note(channel, { run, events, change }, (runs) => {
          for (const listener of channel.listeners) tell(listener, runs);
        });
    },
  };
}

type Channel = {
  readonly listeners: Set<WorkflowListener>;
  /** Newest state by run, not told yet. */
  readonly changed: Map<RunId, LiveRun>;
  timer: NodeJS.Timeout | null;
  toldAt: number;
};

function note(
  channel: Channel,
  { run, events, change }: { run: RunIdentity; events: readonly RunEvent[]; change: RunChange | null },
  tell: (runs: readonly LiveRun[]) => void,
): void {
  const first = events[0];
  // In between nothing about the run as a whole has changed.
  if (!change && first?.type !== "run.started") return;
  const before = channel.changed.get(run.id);
  const last = events[events.length - 1];
  channel.changed.set(run.id, {
    ...run,
    status: change?.status ?? "running",
    startedAt: first?.type === "run.started" ? first.at : (before?.startedAt ?? null),
    endedAt: change?.endedAt ?? null,
    failure: last?.type === "run.failed" ? last.failure : null,
    failedNode: change?.failedNode ?? null,
  });
  // The first change is told at once, those that follow closely together.
  channel.timer ??= setTimeout(
    () => {
      channel.timer = null;
      channel.toldAt = performance.now();
      const runs = [...channel.changed.values()];
      channel.changed.clear();
      tell(runs);
    },
    Math.max(0, channel.toldAt + coalesceMs - performance.now()),
  );
}

function listen<T>(channels: Map<string, Set<T>>, key: string, listener: T): () => void {
  const listeners = channels.get(key) ?? new Set();
  channels.set(key, listeners);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && channels.get(key) === listeners) channels.delete(key);
  };
}
