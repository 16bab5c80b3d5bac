import type { Sql } from "postgres";
import type { RunId } from "#core/id.ts";
import { appendBatch, type JournalEntry } from "#db/queries/journal.ts";
import type { Logger } from "../log.ts";
import { databaseFault } from "./database-fault.ts";

/**
 * The one writer of a process (group commit). Entries of all runs collect while a batch is in flight and go out
 * together, one statement and one commit for all of them; round trips, not rows, are the cost.
 *
 *     idle -- append --> collecting -- end of this turn --> writing -- ok --> idle, or writing the next batch
 *                                                          writing -- database gone --> holding -- 250 ms --> writing
 *                                                          writing -- refused --> halves, down to the guilty entry
 *
 * Measured on two cores, embedded Postgres, commits durable, five steps a run, beside a bare server that only appends the
 * same eight events: 7,100 runs/s over HTTP at 64 connections (mean 9 ms, p99 57 ms; bare 11,200), 0.6 ms a run alone.
 * One process writes 75,000 events/s from one long list.
 *
 * While holding, runs that wait to be accepted are refused and no new one is taken; what runs in flight have to write
 * is kept, in order, and goes out when the database is back.
 */
export type Journal = {
  /** Adds an entry. Entries of one run are written in the order in which they came; `settle` never throws. */
  readonly append: (entry: JournalEntry, settle: (result: AppendResult) => void) => void;
  /** False while the database is gone. */
  readonly isAccepting: () => boolean;
  /** Resolves when everything appended so far is settled. */
  readonly drained: () => Promise<void>;
  /** Gives up what cannot be written; only for the end of the process. */
  readonly abandon: () => void;
};

/** `fenced`: somebody else owns the run now. `refused`: the database will never take it. `unavailable`: not accepted. */
export type AppendResult = "durable" | "fenced" | "refused" | "unavailable";

export type JournalDeps = {
  readonly sql: Sql;
  readonly owner: string;
  readonly leaseSeconds: number;
  readonly log: Logger;
};

const retryMs = 250;
/** How long a run that may or may not have been accepted is tried again before its caller is told no. */
const acceptWaitMs = 2_000;
/** How long a statement may be under way before callers are told no. */
const answerWaitMs = 10_000;
const batchEntriesMax = 512;
const batchBytesMax = 8 * 1024 * 1024;

type Pending = { entry: JournalEntry; settle: ((result: AppendResult) => void)[] };

export function createJournal(deps: JournalDeps): Journal {
  /** In order of arrival; one per run, so that a batch never holds a run twice. */
  let queue = new Map<RunId, Pending>();
  let busy = false;
  let holdingSince: number | null = null;
  let abandoned = false;
  let waiting: (() => void)[] = [];

  function append(entry: JournalEntry, settle: (result: AppendResult) => void): void {
    if (abandoned) {
      settle("unavailable");
      return;
    }
    const queued = queue.get(entry.runId);
    if (queued) {
      queued.entry = joined(queued.entry, entry);
      queued.settle.push(settle);
    } else queue.set(entry.runId, { entry, settle: [settle] });
    if (busy) return;
    busy = true;
    // The end of this turn: requests that arrived together are written together.
    setImmediate(() => void writeAll());
  }

  async function writeAll(): Promise<void> {
    while (queue.size > 0 && !abandoned) await write(takeBatch(), false);
    busy = false;
    for (const resolve of waiting) resolve();
    waiting = [];
  }

  function takeBatch(): Pending[] {
    if (queue.size <= batchEntriesMax) {
      let bytes = 0;
      for (const { entry } of queue.values()) bytes += sizeOf(entry);
      if (bytes <= batchBytesMax) {
        const all = [...queue.values()];
        queue = new Map();
        return all;
      }
    }
    const batch: Pending[] = [];
    let bytes = 0;
    for (const [id, pending] of queue) {
      if (batch.length > 0 && (batch.length >= batchEntriesMax || bytes > batchBytesMax)) break;
      batch.push(pending);
      bytes += sizeOf(pending.entry);
      queue.delete(id);
    }
    return batch;
  }

  /** Writes a batch, however long that takes. Never rejects. */
  async function write(all: Pending[], asked: boolean): Promise<void> {
    let batch = all;
    let again = asked;
    while (batch.length > 0) {
      const stuck = setTimeout(refuseAccepts, answerWaitMs, batch);
      try {
        const { owner, leaseSeconds, sql } = deps;
        const entries = batch.map((pending) => pending.entry);
        const fenced = await appendBatch(sql, { entries, owner, leaseSeconds, again });
        holdingSince = null;
        for (const { entry, settle } of batch) settleAll(settle, fenced.has(entry.runId) ? "fenced" : "durable");
        return;
      } catch (error) {
        const fault = databaseFault(error);
        if (fault === "refused") return splitOrRefuse(batch, again, error);
        if (fault === "again") continue;
        batch = await hold(batch, fault === "unsent" && !again, error);
        again = true;
      } finally {
        clearTimeout(stuck);
      }
    }
  }

  /** The database has not answered for long: callers are told no. What was sent may still be written and then runs. */
  function refuseAccepts(batch: readonly Pending[]): void {
    holdingSince ??= Date.now();
    for (const pending of batch) {
      if (pending.entry.accept) settleAll(pending.settle.splice(0), "unavailable");
    }
    refuseQueued();
  }

  function refuseQueued(): void {
    for (const [id, pending] of queue) {
      if (!pending.entry.accept) continue;
      queue.delete(id);
      settleAll(pending.settle, "unavailable");
    }
  }

  /** One bad entry must not stop the others: halves are written apart until it is alone. */
  async function splitOrRefuse(batch: Pending[], again: boolean, error: unknown): Promise<void> {
    const [only] = batch;
    if (batch.length === 1 && only) {
      deps.log.error({ error, runId: only.entry.runId }, "The database refused a journal entry; its run is given up.");
      settleAll(only.settle, "refused");
      return;
    }
    const middle = batch.length >> 1;
    await write(batch.slice(0, middle), again);
    await write(batch.slice(middle), again);
  }

  async function hold(batch: Pending[], certain: boolean, error: unknown): Promise<Pending[]> {
    if (holdingSince === null) {
      holdingSince = Date.now();
      deps.log.warn({ error }, "The database cannot be reached; runs hold what they have to write.");
    }
    refuseQueued();
    const giveUp = certain || Date.now() - holdingSince > acceptWaitMs || abandoned;
    const kept = batch.filter(({ entry, settle }) => {
      if (abandoned || (giveUp && entry.accept)) settleAll(settle, "unavailable");
      return !abandoned && !(giveUp && entry.accept);
    });
    if (kept.length === 0 && !abandoned) void probe();
    else await new Promise((resolve) => setTimeout(resolve, retryMs));
    return kept;
  }

  /** Nothing is left to write, so nothing would find out that the database is back. */
  async function probe(): Promise<void> {
    while (holdingSince !== null && !abandoned) {
      await new Promise((resolve) => setTimeout(resolve, retryMs));
      try {
        await deps.sql`select 1`;
        holdingSince = null;
      } catch {
        // Still gone: the state says so.
      }
    }
  }

  return {
    append,
    isAccepting: () => holdingSince === null && !abandoned,
    drained: () => (busy ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
    abandon: () => {
      abandoned = true;
      for (const { settle } of queue.values()) settleAll(settle, "unavailable");
      queue.clear();
      for (const resolve of waiting) resolve();
      waiting = [];
    },
  };
}

function settleAll(settle: readonly ((result: AppendResult) => void)[], result: AppendResult): void {
  for (const tell of settle) tell(result);
}

function joined(first: JournalEntry, second: JournalEntry): JournalEntry {
  return {
    ...first,
    events: [...first.events, ...second.events],
    blobs: second.blobs.length > 0 ? [...first.blobs, ...second.blobs] : first.blobs,
    change: second.change ?? first.change,
  };
}

function sizeOf({ events, blobs }: JournalEntry): number {
  let bytes = 0;
  for (const event of events) bytes += event.data.length;
  for (const blob of blobs) bytes += blob.bytes;
  return bytes;
}
