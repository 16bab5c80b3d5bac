import type { Sql } from "postgres";
import type { RunId, WorkspaceId } from "#core/id.ts";
import type { RunEvent } from "#core/schedule/event.ts";
import { stripValues } from "#core/schedule/strip-values.ts";
import { readEvents } from "#db/queries/events.ts";
import type { LiveHub } from "../run/live-hub.ts";

/** How many events one message carries at most, and how many are kept for a slow reader before they are read again. */
const pageEvents = 500;
const bufferedEventsMax = 5_000;

export type JournalFollower = {
  readonly runId: RunId;
  /** Number of the last event that was taken. */
  readonly seq: () => number;
  /** Whether the last event of the run was taken. */
  readonly hasEnded: () => boolean;
  /** The next events, in order and without gap or repetition; none when there is nothing new. Values are left out. */
  readonly take: () => Promise<readonly RunEvent[]>;
  readonly stop: () => void;
};

type Follow = {
  readonly sql: Sql;
  readonly live: LiveHub;
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  readonly afterSeq: number;
  /** Called when there is something to take. */
  readonly onNews: () => void;
};

/**
 * Joins the journal in the database and the events that are being added to it.
 *
 *     behind (reads pages of the journal) -> abreast (takes what the hub tells) -> behind (a gap, or too much at once)
 *
 * The hub is listened to before the first page is read and tells nothing before its commit, so whatever a page lacks
 * is told; what both have is told apart by its number. What another process told and was lost on its way is a gap, or a
 * word of the hub that there is one.
 */
export function followJournal({ sql, live, workspaceId, runId, afterSeq, onNews }: Follow): JournalFollower {
  let seq = afterSeq;
  let isBehind = true;
  let isResumed = afterSeq > 0;
  let hasEnded = false;
  let told: RunEvent[] = [];
  const stop = live.followRun(workspaceId, runId, (events) => {
    // An empty batch says that some were lost on their way here.
    if (events.length === 0 || told.length + events.length > bufferedEventsMax) {
      told = [];
      isBehind = true;
    } else {
      told.push(...events);
    }
    onNews();
  });

  async function nextPage(): Promise<readonly RunEvent[]> {
    // Before the reading: too much that is told meanwhile puts it behind again.
    isBehind = false;
    const page = await readEvents(sql, { workspaceId, runId, afterSeq: isResumed ? seq - 1 : seq, limit: pageEvents });
    if (page.length === pageEvents) isBehind = true;
    // The event that was taken last, in an earlier watch, is read once more: it may be the end of the run.
    if (isResumed) hasEnded = page[0]?.seq === seq && isEnd(page[0]);
    isResumed = false;
    return page[0]?.seq === seq ? page.slice(1) : page;
  }

  function nextTold(): readonly RunEvent[] {
    const fresh = told.filter((event) => event.seq > seq);
    const page = fresh.slice(0, pageEvents);
    told = fresh.slice(pageEvents);
    if (page[0] && page[0].seq !== seq + 1) {
      isBehind = true;
      return [];
    }
    return page;
  }

  async function take(): Promise<readonly RunEvent[]> {
    let events = isBehind ? await nextPage() : nextTold();
    // The page was the last one and empty, or what was told had a gap: what is there now is one more look away.
    if (events.length === 0) events = isBehind ? await nextPage() : nextTold();
    const last = events.at(-1);
    if (last) {
      seq = last.seq;
      hasEnded = isEnd(last);
    }
    return events.map(stripValues);
  }

  return { runId, seq: () => seq, hasEnded: () => hasEnded, take, stop };
}

function isEnd({ type }: RunEvent): boolean {
  return type === "run.succeeded" || type === "run.failed" || type === "run.cancelled";
}
