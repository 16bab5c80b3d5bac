import type { ISql } from "postgres";
import type { RunId, TaskId, WorkspaceId } from "../../core/id.ts";

export type Awaited = { readonly runId: RunId; readonly tasks: readonly TaskId[]; readonly children: readonly RunId[] };

/**
 * Whom runs wait for, found without loading them: tasks that are open, and runs that have not ended and of which their
 * journals say that a step waits for them. Runs that wait for nobody are left out.
 */
export async function readAwaited(
  sql: ISql,
  runs: readonly { readonly workspaceId: WorkspaceId; readonly id: RunId }[],
): Promise<ReadonlyMap<RunId, Awaited>> {
  const rows = await sql<Awaited[]>`
    with wanted as (
      select * from unnest(
        ${runs.map((run) => run.workspaceId)}::text[], ${runs.map((run) => run.id)}::text[]
      ) as wanted (workspace_id, id)
    ), children as (
      select child.workspace_id, child.parent_run_id, child.id from wanted
      join runs as child on child.workspace_id = wanted.workspace_id and child.parent_run_id = wanted.id
      where child.status not in ('succeeded', 'failed', 'cancelled')
    ), waited as (
      select distinct children.id from children
      join events on events.workspace_id = children.workspace_id and events.run_id = children.parent_run_id
        and events.type = 'wait.opened' and substring(events.data::text from '"runId":"([^"]+)"') = children.id
    )
    select wanted.id as "runId",
      array(
        select tasks.id from tasks
        where tasks.workspace_id = wanted.workspace_id and tasks.run_id = wanted.id and tasks.status = 'open'
      ) as tasks,
      array(
        select children.id from children join waited on waited.id = children.id
        where children.workspace_id = wanted.workspace_id and children.parent_run_id = wanted.id
      ) as children
    from wanted`;
  return new Map(
    rows.filter(({ tasks, children }) => tasks.length + children.length > 0).map((row) => [row.runId, row]),
  );
}
