import type { ISql, PendingQuery, Row } from "postgres";
import { caps } from "../../core/caps.ts";
import type { RunId, WorkspaceId } from "../../core/id.ts";
import type { ActivationId, StoredValue } from "../../core/schedule/event.ts";
import type { BlobRow } from "./journal.ts";

/** Something for a run from outside of it; see db/schema/run-inbox.ts for the names. */
export type RunMessage = {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  readonly activation: ActivationId | "run";
  readonly name: string;
  readonly value: StoredValue;
  /** The content of a value that is given by hash; stored in the same statement. */
  readonly blob?: BlobRow | null;
  readonly sentBy: string | null;
};

/**
 *     sent      it is in the inbox, and a waiting run goes on
 *     again     the run has it already; nothing changes
 *     full      so many others have come for the same step that it takes no more (R16)
 *     ended     the run is over and takes nothing more
 *     unknown   the workspace has no such run
 */
export type Sent = "sent" | "again" | "full" | "ended" | "unknown";

/**
 * Puts a message into a run's inbox and wakes the run, in one statement. The run's row is locked first and its status
 * read under the lock, so a run that is being put away at the same moment is either still awake and sees a larger count
 * of messages when its row is written, or rests already and is woken here. Tell the process that drives it afterwards
 * (`engine.poke`), else it looks within a second.
 */
export async function sendToRun(sql: ISql, message: RunMessage): Promise<Sent> {
  const { workspaceId, runId, activation, name, value, blob = null, sentBy } = message;
  // The join is what makes the update come after the insert. A plain `exists` would run the insert a second time when
  // the row has changed since the statement began, which the database refuses.
  const [row] = await sql<{ status: string; isNew: boolean; isFull: boolean }[]>`
    with run as (
      select workspace_id, id, status from runs where workspace_id = ${workspaceId} and id = ${runId} for update
    ), held as (
      select name from run_inbox
      where workspace_id = ${workspaceId} and run_id = ${runId} and activation = ${activation}
      limit ${caps.stepMessages}
    ), room as (
      select count(*) < ${caps.stepMessages} as "isLeft" from held
    ), added as (
      insert into run_inbox (workspace_id, run_id, activation, name, value, sent_by)
      select workspace_id, id, ${activation}, ${name}, ${JSON.stringify(value)}::text::json, ${sentBy}::text
      from run, room where status not in ('succeeded', 'failed', 'cancelled') and "isLeft"
      on conflict do nothing
      returning workspace_id, run_id
    ), woken as (
      update runs set
        messages = runs.messages + 1,
        wake_at = case runs.status when 'waiting' then now() else runs.wake_at end
      from added where runs.workspace_id = added.workspace_id and runs.id = added.run_id
      returning runs.id
    ) ${blob ? storeBlob(sql, blob) : sql``}
    select run.status, exists (select from added) as "isNew",
      not "isLeft" and ${name} not in (select name from held) as "isFull"
    from run cross join room left join woken on true`;
  if (!row) return "unknown";
  if (row.isNew) return "sent";
  if (["succeeded", "failed", "cancelled"].includes(row.status)) return "ended";
  return row.isFull ? "full" : "again";
}

function storeBlob(sql: ISql, { hash, json, bytes }: BlobRow): PendingQuery<Row[]> {
  return sql`, stored as (
    insert into blobs as known (workspace_id, hash, json, bytes)
    select workspace_id, ${hash}, ${json}::text::json, ${bytes}::int from added
    on conflict (workspace_id, hash) do update set used_at = now() where known.used_at < now() - interval '10 minutes'
  )`;
}
