import type { Sql } from "postgres";
import type { RunId, WorkspaceId } from "../../core/id.ts";
import type { ActivationId, StoredValue } from "../../core/schedule/event.ts";

/** Something for a run from outside of it; see db/schema/run-inbox.ts for the names. */
export type RunMessage = {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  readonly activation: ActivationId | "run";
  readonly name: string;
  /** A value of more than 8 kB must be in `blobs` before. */
  readonly value: StoredValue;
  readonly sentBy: string | null;
};

/**
 *     sent      it is in the inbox, and a waiting run goes on
 *     again     the run has it already; nothing changes
 *     ended     the run is over and takes nothing more
 *     unknown   the workspace has no such run
 */
export type Sent = "sent" | "again" | "ended" | "unknown";

/**
 * Puts a message into a run's inbox and wakes the run, in one statement. The run's row is locked first and its status
 * read under the lock, so a run that is being put away at the same moment is either still awake and sees a larger count
 * of messages when its row is written, or rests already and is woken here. Tell the process that drives it afterwards
 * (`engine.poke`), else it looks within a second.
 */
export async function sendToRun(sql: Sql, message: RunMessage): Promise<Sent> {
  const { workspaceId, runId, activation, name, value, sentBy } = message;
  // The join is what makes the update come after the insert. A plain `exists` would run the insert a second time when
  // the row has changed since the statement began, which the database refuses.
  const [row] = await sql<{ status: string; isNew: boolean }[]>`
    with run as (
      select workspace_id, id, status from runs where workspace_id = ${workspaceId} and id = ${runId} for update
    ), added as (
      insert into run_inbox (workspace_id, run_id, activation, name, value, sent_by)
      select workspace_id, id, ${activation}, ${name}, ${JSON.stringify(value)}::text::json, ${sentBy}::text
      from run where status not in ('succeeded', 'failed', 'cancelled')
      on conflict do nothing
      returning workspace_id, run_id
    ), woken as (
      update runs set
        messages = runs.messages + 1,
        wake_at = case runs.status when 'waiting' then now() else runs.wake_at end
      from added where runs.workspace_id = added.workspace_id and runs.id = added.run_id
      returning runs.id
    )
    select run.status, exists (select from added) as "isNew" from run left join woken on true`;
  if (!row) return "unknown";
  if (row.isNew) return "sent";
  return ["succeeded", "failed", "cancelled"].includes(row.status) ? "ended" : "again";
}
