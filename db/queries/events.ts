import type { Sql } from "postgres";
import type { RunId, WorkspaceId } from "../../core/id.ts";
import { isJsonObject, type Json, type JsonObject } from "../../core/json/json.ts";
import type { RunEvent } from "../../core/schedule/event.ts";

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

/** The hashes of the blobs that events name. */
export function blobsOf(events: readonly RunEvent[]): ReadonlySet<string> {
  const hashes = new Set<string>();
  const add = (stored: unknown) => {
    if (isJsonObject(stored as Json) && typeof (stored as JsonObject).blob === "string") {
      hashes.add((stored as { blob: string }).blob);
    }
  };
  for (const event of events) {
    if (event.type === "run.started") add(event.input);
    else if (event.type === "activation.emitted") add(event.output);
    else if (event.type === "signal.received") add(event.value);
    else if (event.type === "effect.settled" && "ok" in event.result) add(event.result.ok);
  }
  return hashes;
}
