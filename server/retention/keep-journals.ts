import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "postgres";
import { openKeeper } from "#db/client.ts";
import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import {
  dropPastWeeks,
  type Past,
  readRetentions,
  removeLeftovers,
  removePastRuns,
  sweepBlobs,
} from "#db/queries/retention.ts";
import type { Logger } from "../log.ts";

type Deps = {
  /** Of the database's owner; the connection takes on the keeper's role. */
  readonly url: string;
  readonly log: Logger;
  /** Ended runs are kept so long, less where their workflow says so. */
  readonly retentionDays: number;
  /** True while the journals take more than they may: then it is not waited for the next hour. */
  readonly isFull: () => boolean;
};

export type JournalKeeper = { readonly stop: () => Promise<void> };

const hourMs = 3_600_000;
const lookMs = 15_000;
/** Between the start of the server and the first round: it has enough to do then. */
const firstMs = 60_000;
/** Small, so that nobody waits long for what a piece locks. */
const runsMax = 200;
const blobsMax = 500;
/** Nobody is about to refer to a blob that was not used for so long. */
const blobIdleSeconds = 3_600;

/**
 * Removes what is past retention once an hour, and at once when the journals are full. Belongs to the scheduler role; of
 * several such processes one works at a time.
 */
export function keepJournals({ url, log, retentionDays, isFull }: Deps): JournalKeeper {
  const stopped = new AbortController();

  async function rounds(): Promise<void> {
    let dueAt = performance.now() + firstMs;
    while (!stopped.signal.aborted) {
      await delay(lookMs, null, { ref: false, signal: stopped.signal }).catch(() => undefined);
      if (stopped.signal.aborted || (performance.now() < dueAt && !isFull())) continue;
      dueAt = performance.now() + hourMs;
      await roundOf({ url, log, retentionDays }, stopped.signal);
    }
  }

  const working = rounds();
  return {
    stop: () => {
      stopped.abort();
      return working;
    },
  };
}

/** One round under a connection of its own. Never rejects: what could not be removed is removed in the next. */
async function roundOf({ url, log, retentionDays }: Omit<Deps, "isFull">, signal: AbortSignal): Promise<void> {
  const keeper = openKeeper(url);
  try {
    const [row] = await keeper<{ isFirst: boolean }[]>`
      select pg_try_advisory_lock(hashtext('heddle.keeper')) as "isFirst"`;
    if (!row?.isFirst) return;
    const removed = await removePast(keeper, { retentionDays, blobIdleSeconds, signal });
    if (removed.runs + removed.blobs + removed.weeks.length > 0) log.info(removed, "Removed what is past retention.");
  } catch (error) {
    if (!isDatabaseUnavailable(error)) log.error({ error }, "What is past retention could not be removed.");
  } finally {
    await keeper.end({ timeout: 5 });
  }
}

type Removal = {
  readonly retentionDays: number;
  readonly blobIdleSeconds: number;
  /** Ends it after the piece that is under way. */
  readonly signal?: AbortSignal;
};

/** Removes all that is past retention: whole weeks first, then runs, then what belonged to them alone. */
export async function removePast(keeper: Sql, { retentionDays, signal, ...removal }: Removal) {
  const weeks = await dropPastWeeks(keeper, retentionDays);
  const earlier = (await readRetentions(keeper)).filter(({ days }) => days < retentionDays);
  const pasts: readonly Past[] = [
    { days: retentionDays, of: null },
    ...earlier.map(({ days, ...of }) => ({ days, of })),
  ];
  let runs = 0;
  for (const past of pasts) runs += await inPieces((limit) => removePastRuns(keeper, past, limit), runsMax, signal);
  if (!signal?.aborted) await removeLeftovers(keeper, retentionDays);
  const idleSeconds = removal.blobIdleSeconds;
  const blobs = await inPieces((limit) => sweepBlobs(keeper, { idleSeconds, limit }), blobsMax, signal);
  return { weeks, runs, blobs };
}

async function inPieces(remove: (limit: number) => Promise<number>, limit: number, signal?: AbortSignal) {
  let sum = 0;
  for (let count = limit; count === limit && !signal?.aborted; ) {
    count = await remove(limit);
    sum += count;
  }
  return sum;
}
