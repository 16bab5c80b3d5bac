import type { Sql } from "postgres";
import type { BareEvent } from "./bare-journal.ts";

/** The journal of the newest run, for the bare side to append: the same events, byte for byte. */
export async function recordedJournal(sql: Sql): Promise<readonly BareEvent[]> {
  const rows = await sql<{ type: string; data: string }[]>`
    select type, data::text as data from events where run_id = (select max(id) from runs) order by seq`;
  if (rows.length === 0) throw new Error("No run has been recorded yet.");
  return rows.map(({ type, data }) => ({ type, data }));
}
