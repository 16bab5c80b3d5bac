import type { Sql } from "postgres";
import type { RunId, WorkspaceId } from "../../core/id.ts";
import type { ActivationId, StoredValue } from "../../core/schedule/event.ts";

export type Inbox = {
  readonly runId: RunId;
  /** Messages ever sent to the run. */
  readonly messages: number;
  readonly waiting: readonly InboxRow[];
};

export type InboxRow = {
  readonly activation: ActivationId | "run";
  readonly name: string;
  readonly value: StoredValue;
  readonly sentBy: string | null;
};

/** What came for runs and has not been taken, with the count of messages at the same moment. */
export async function readInboxes(
  sql: Sql,
  runs: readonly { readonly workspaceId: WorkspaceId; readonly runId: RunId }[],
): Promise<readonly Inbox[]> {
  return await sql<Inbox[]>`
    select runs.id as "runId", runs.messages, coalesce(
      json_agg(
        json_build_object('activation', activation, 'name', name, 'value', value, 'sentBy', sent_by)
        order by message.created_at, message.activation, message.name
      ) filter (where message.run_id is not null), '[]'
    ) as waiting
    from unnest(
      ${runs.map((run) => run.workspaceId)}::text[], ${runs.map((run) => run.runId)}::text[]
    ) as wanted (workspace_id, id)
    join runs on runs.workspace_id = wanted.workspace_id and runs.id = wanted.id
    left join run_inbox as message
      on message.workspace_id = runs.workspace_id and message.run_id = runs.id and message.taken_at is null
    group by runs.workspace_id, runs.id, runs.messages`;
}
