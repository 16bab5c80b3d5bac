import type { Sql } from "postgres";
import type { RunId, WorkspaceId } from "../../core/id.ts";
import type { JsonObject } from "../../core/json/json.ts";
import type { RunEvent, StoredValue } from "../../core/schedule/event.ts";

type Row = { readonly seq: number; readonly type: string; readonly at: number; readonly data: JsonObject };

/** A run's journal from the event after `afterSeq` on, in order. `limit` bounds it; undefined is all of it. */
export async function readEvents(
  sql: Sql,
  { workspaceId, runId, afterSeq = 0, limit }: ReadEvents,
): Promise<readonly RunEvent[]> {
  const rows = await sql<Row[]>`
    select seq, type, extract(epoch from at)::float8 * 1000 as at, data from events
    where workspace_id = ${workspaceId} and run_id = ${runId} and seq > ${afterSeq}
    order by seq ${limit === undefined ? sql`` : sql`limit ${limit}`}`;
  return rows.map(eventOf);
}

type ReadEvents = {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  readonly afterSeq?: number;
  readonly limit?: number;
};

function eventOf({ seq, type, at, data }: Row): RunEvent {
  return { ...data, type, seq, at: Math.round(at) } as RunEvent;
}

/** The value that an event brings, if it brings one. */
export function storedIn(event: RunEvent): StoredValue | null {
  switch (event.type) {
    case "run.started":
      return event.input;
    case "activation.emitted":
      return event.output;
    case "signal.received":
      return event.value;
    case "effect.settled":
      return "ok" in event.result ? event.result.ok : null;
    default:
      return null;
  }
}

/** The hashes of the blobs that events name. */
export function blobsOf(events: readonly RunEvent[]): ReadonlySet<string> {
  const hashes = new Set<string>();
  for (const event of events) {
    const stored = storedIn(event);
    if (stored && "blob" in stored) hashes.add(stored.blob);
  }
  return hashes;
}
