import type { RunId, WorkspaceId } from "#core/id.ts";
import type { Pace } from "./pace.ts";

/** A run that is in the database as `queued` and waits for a process to drive it. */
export type QueuedRun = {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  /** The larger goes first. */
  readonly priority: number;
};

/**
 * Moves runs to the processes that drive them. It only makes things quick: a run that nobody is told of is found by the
 * sweep (`watch-over.ts`), and a process that is told of a run must still claim it.
 *
 *     here:    accept --> drive, in one process and one statement
 *     cluster: accept as `queued` --> hand over --> any worker claims it --> drive
 */
export type Dispatcher = {
  /** True when the process that accepts a run drives it. Otherwise it is accepted as `queued` and handed over. */
  readonly drivesWhatItAccepts: boolean;
  /** Whether this process drives runs at all; if not, it neither claims nor sweeps. */
  readonly drivesRuns: boolean;
  /** Tells the workers of a run that is durable as `queued`. Never throws, never waits. */
  readonly handOver: (run: QueuedRun) => void;
  /** Begins to take runs; `take` resolves when the run has left memory, and never rejects. */
  readonly work: (take: (run: HandedRun) => Promise<void>) => void;
  /** From now on takes no more runs than the pace of this process allows. */
  readonly limit: (pace: Pace) => void;
  /** Takes no more; resolves when nothing more will be taken. Those taken may still be under way. */
  readonly stopTaking: () => Promise<void>;
  /** Ends it: call it last. */
  readonly close: () => Promise<void>;
};

export type HandedRun = Pick<QueuedRun, "workspaceId" | "runId"> & {
  /** The process that accepted it and may have callers that wait for it. */
  readonly from: string;
};

/** One process does everything: no hop, nothing to wait for. */
export const dispatchHere: Dispatcher = {
  drivesWhatItAccepts: true,
  drivesRuns: true,
  handOver: () => undefined,
  work: () => undefined,
  limit: () => undefined,
  stopTaking: async () => undefined,
  close: async () => undefined,
};
