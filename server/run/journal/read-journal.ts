import type { Sql } from "postgres";
import type { RunId, WorkspaceId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { RunEvent } from "#core/schedule/event.ts";
import { readBlobs } from "#db/queries/blobs.ts";
import { blobsOf, readEvents, storedIn } from "#db/queries/events.ts";

/** Some events of a journal, with those values of theirs that are kept outside of it, by hash. */
export type JournalPiece = {
  readonly events: readonly RunEvent[];
  readonly blobs: ReadonlyMap<string, Json>;
};

const eventsAtOnce = 2_000;
const blobBytesAtOnce = 8 * 1024 * 1024;

/**
 * A run's journal from its beginning, in pieces that fit into memory: a box over 100,000 items has some 100,000 events,
 * each with a value of up to 2 MB. `known` are all its events when they have been read already.
 */
export async function* readJournal(
  sql: Sql,
  { workspaceId, runId }: { readonly workspaceId: WorkspaceId; readonly runId: RunId },
  known: readonly RunEvent[] | null,
): AsyncGenerator<JournalPiece> {
  for (let afterSeq = 0; ; ) {
    const page = known ?? (await readEvents(sql, { workspaceId, runId, afterSeq, limit: eventsAtOnce }));
    for (const events of bySize(page)) {
      yield { events, blobs: await readBlobs(sql, { workspaceId, hashes: [...blobsOf(events)] }) };
    }
    if (known || page.length < eventsAtOnce) return;
    afterSeq = page[page.length - 1]?.seq ?? afterSeq;
  }
}

function* bySize(events: readonly RunEvent[]): Iterable<readonly RunEvent[]> {
  let from = 0;
  let bytes = 0;
  for (const [at, event] of events.entries()) {
    const stored = storedIn(event);
    const more = stored && "blob" in stored ? stored.bytes : 0;
    if (bytes + more > blobBytesAtOnce && at > from) {
      yield events.slice(from, at);
      from = at;
      bytes = 0;
    }
    bytes += more;
  }
  if (from < events.length) yield events.slice(from);
}
