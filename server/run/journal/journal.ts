import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "postgres";
import type { RunId } from "#core/id.ts";
import { appendBatch, type JournalEntry, type Refusal } from "#db/queries/journal.ts";
import type { EntryExtras } from "#db/queries/journal-extras.ts";
import type { Logger } from "../../log.ts";
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
  /** Resolves when everything appended so far is settled, however much comes meanwhile. */
  readonly drained: () => Promise<void>;
  /** Gives up what cannot be written; only for the end of the process. */
  readonly abandon: () => void;
};

/**
 * `fenced`: somebody else owns the run now. `refused`: the database will never take it. `unavailable`: not accepted.
 * `busy`, or an earlier run with the same key: nothing of the new run is written.
 */
export type AppendResult = "durable" | "refused" | "unavailable" | Refusal;

export type JournalDeps = {
  readonly sql: Sql;
  readonly owner: string;
  readonly leaseSeconds: number;
  readonly log: Logger;
  /** Told of each entry that is durable, and about how much it took. */
  readonly onWritten?: (entry: JournalEntry, bytes: number) => void;
};

const retryMs = 250;
/** How long a run that may or may not have been accepted is tried again before its caller is told no. */
const acceptWaitMs = 2_000;
/** How long a statement may be under way before callers are told no. */
const answerWaitMs = 10_000;
const batchEntriesMax = 512;
const batchBytesMax = 8 * 1024 * 1024;

/** A run with its columns, or an event with its key. */
const rowBytes = 120;

/** An entry that waits to be written, and who waits for it. */
type Pending = { entry: JournalEntry; settle: ((result: AppendResult) => void)[] };

type Writer = {
  readonly deps: JournalDeps;
  /** In order of arrival; one per run, so that a batch never holds a run twice. */
  queue: Map<RunId, Pending>;
  /** Resolves when the batch in flight is settled. */
  writing: Promise<void> | null;
  isBusy: boolean;
  /** Since when the database has been gone, by the process's own clock; null while it is there. */
  holdingSince: number | null;
  isAbandoned: boolean;
  /** Who waits for what was appended before. */
  drained: Set<() => void>;
};

export function createJournal(deps: JournalDeps): Journal {
  const writer: Writer = {
    deps,
    queue: new Map(),
    writing: null,
    isBusy: false,
    holdingSince: null,
    isAbandoned: false,
    drained: new Set(),
  };
  return {
    append: (entry, settle) => append(writer, entry, settle),
    isAccepting: () => writer.holdingSince === null && !writer.isAbandoned,
    drained: () => drained(writer),
    abandon: () => {
      writer.isAbandoned = true;
      for (const { settle } of writer.queue.values()) settleAll(settle, "unavailable");
      writer.queue.clear();
      tellDrained(writer);
    },
  };
}

function append(writer: Writer, entry: JournalEntry, settle: (result: AppendResult) => void): void {
  if (writer.isAbandoned) {
    settle("unavailable");
    return;
  }
  const queued = writer.queue.get(entry.runId);
  if (queued) {
    queued.entry = joined(queued.entry, entry);
    queued.settle.push(settle);
  } else writer.queue.set(entry.runId, { entry, settle: [settle] });
  if (writer.isBusy) return;
  writer.isBusy = true;
  // The end of this turn: requests that arrived together are written together.
  setImmediate(() => void writeAll(writer));
}

async function writeAll(writer: Writer): Promise<void> {
  while (writer.queue.size > 0 && !writer.isAbandoned) {
    writer.writing = write(writer, takeBatch(writer), false);
    await writer.writing;
  }
  writer.writing = null;
  writer.isBusy = false;
}

/** Under load the queue is hardly ever empty, so what is in it and in flight now is waited for. */
function drained(writer: Writer): Promise<void> {
  const { queue, writing, drained: waiting } = writer;
  if (!writing && queue.size === 0) return Promise.resolve();
  const queued = [...queue.values()].map(({ settle }) => new Promise<void>((resolve) => settle.push(() => resolve())));
  return new Promise((resolve) => {
    waiting.add(resolve);
    void Promise.all([writing, ...queued]).then(() => {
      waiting.delete(resolve);
      resolve();
    });
  });
}

function tellDrained(writer: Writer): void {
  for (const resolve of writer.drained) resolve();
  writer.drained.clear();
}

function takeBatch({ queue }: Writer): Pending[] {
  const batch: Pending[] = [];
  const keys = new Set<string>();
  let bytes = 0;
  for (const [id, pending] of queue) {
    if (batch.length >= batchEntriesMax || bytes > batchBytesMax) break;
    // One statement cannot take a key twice: the second is told in the next who was first.
    const key = pending.entry.accept?.admission?.key?.text;
    if (key && keys.has(key)) continue;
    if (key) keys.add(key);
    batch.push(pending);
    bytes += sizeOf(pending.entry);
    queue.delete(id);
  }
  return batch;
}

/** Writes a batch, however long that takes. `again`: an earlier try may have been written. Never rejects. */
async function write(writer: Writer, all: Pending[], again: boolean): Promise<void> {
  let batch = all;
  let isAgain = again;
  while (batch.length > 0) {
    const stuck = setTimeout(refuseAccepts, answerWaitMs, writer, batch);
    try {
      const { owner, leaseSeconds, sql } = writer.deps;
      const entries = batch.map((pending) => pending.entry);
      const refused = await appendBatch(sql, { entries, owner, leaseSeconds, again: isAgain });
      writer.holdingSince = null;
      for (const { entry, settle } of batch) {
        const refusal = refused.get(entry.runId);
        if (!refusal) writer.deps.onWritten?.(entry, sizeOf(entry));
        settleAll(settle, refusal ?? "durable");
      }
      return;
    } catch (error) {
      const fault = databaseFault(error);
      if (fault === "refused") return splitOrRefuse(writer, batch, { again: isAgain, error });
      if (fault === "again") continue;
      batch = await hold(writer, batch, { isCertain: fault === "unsent" && !isAgain, error });
      isAgain = true;
    } finally {
      clearTimeout(stuck);
    }
  }
}

/** One bad entry must not stop the others: halves are written apart until it is alone. */
async function splitOrRefuse(
  writer: Writer,
  batch: Pending[],
  { again, error }: { again: boolean; error: unknown },
): Promise<void> {
  const [only] = batch;
  // Who refuses is there.
  writer.holdingSince = null;
  if (batch.length === 1 && only) {
    const { runId } = only.entry;
    writer.deps.log.error({ error, runId }, "The database refused a journal entry; its run is given up.");
    settleAll(only.settle, "refused");
    return;
  }
  const middle = batch.length >> 1;
  await write(writer, batch.slice(0, middle), again);
  await write(writer, batch.slice(middle), again);
}

/** The database is gone: waits a moment and answers what is still to be written. `isCertain`: nothing was written. */
async function hold(
  writer: Writer,
  batch: Pending[],
  { isCertain, error }: { isCertain: boolean; error: unknown },
): Promise<Pending[]> {
  if (writer.holdingSince === null) {
    writer.holdingSince = performance.now();
    writer.deps.log.warn({ error }, "The database cannot be reached; runs hold what they have to write.");
  }
  refuseQueued(writer);
  const giveUp = isCertain || performance.now() - writer.holdingSince > acceptWaitMs;
  const kept = batch.filter(({ entry, settle }) => {
    if (!writer.isAbandoned && !(giveUp && entry.accept)) return true;
    settleAll(settle, "unavailable");
    return false;
  });
  if (kept.length === 0) void probe(writer);
  else await delay(retryMs);
  return kept;
}

/** The database has not answered for long: callers are told no. What was sent may still be written and then runs. */
function refuseAccepts(writer: Writer, batch: readonly Pending[]): void {
  writer.holdingSince ??= performance.now();
  for (const pending of batch) {
    if (pending.entry.accept) settleAll(pending.settle.splice(0), "unavailable");
  }
  refuseQueued(writer);
}

function refuseQueued({ queue }: Writer): void {
  for (const [id, pending] of queue) {
    if (!pending.entry.accept) continue;
    queue.delete(id);
    settleAll(pending.settle, "unavailable");
  }
}

/** Nothing is left to write, so nothing would find out that the database is back. */
async function probe(writer: Writer): Promise<void> {
  while (writer.holdingSince !== null && !writer.isAbandoned) {
    await delay(retryMs);
    try {
      await writer.deps.sql`select 1`;
      writer.holdingSince = null;
    } catch {
      // Still gone: the state says so.
    }
  }
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
    extras:
      first.extras && second.extras
        ? joinedExtras(first.extras, second.extras)
        : (second.extras ?? first.extras ?? null),
  };
}

function joinedExtras(first: EntryExtras, second: EntryExtras): EntryExtras {
  return {
    taken: [...first.taken, ...second.taken],
    tells: [...first.tells, ...second.tells],
    emissions: [...first.emissions, ...second.emissions],
    tasks: [...first.tasks, ...second.tasks],
    closedTasks: [...first.closedTasks, ...second.closedTasks],
  };
}

/** About what an entry takes: of each row what is not its text comes on top. */
function sizeOf({ accept, events, blobs }: JournalEntry): number {
  let bytes = accept ? rowBytes : 0;
  for (const event of events) bytes += rowBytes + event.data.length;
  for (const blob of blobs) bytes += blob.bytes;
  return bytes;
}
