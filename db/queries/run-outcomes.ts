import type { Sql } from "postgres";
import type { RunId, WorkspaceId } from "../../core/id.ts";
import type { RunStatus } from "../../core/schedule/event.ts";

export type RunStanding = {
  readonly workspaceId: WorkspaceId;
  readonly id: RunId;
  readonly planHash: string;
  readonly status: RunStatus;
};

/** How runs stand; those that are gone are left out. Ids are looked for in every workspace: for the engine alone. */
export async function readStandings(
  sql: Sql,
  runs: readonly { readonly workspaceId: WorkspaceId; readonly runId: RunId }[],
): Promise<readonly RunStanding[]> {
  return await sql<RunStanding[]>`
    select runs.workspace_id as "workspaceId", runs.id, runs.plan_hash as "planHash", runs.status
    from runs
    join unnest(
      ${runs.map((run) => run.workspaceId)}::text[], ${runs.map((run) => run.runId)}::text[]
    ) as wanted (workspace_id, id) on runs.workspace_id = wanted.workspace_id and runs.id = wanted.id`;
}
