import type { Sql } from "postgres";
import type { Failure } from "../../core/failure.ts";
import type { NodeId, RunId, UserId, VersionId, WorkflowId, WorkspaceId } from "../../core/id.ts";
import type { RunStatus } from "../../core/schedule/event.ts";
import type { TriggerKind } from "../../core/schedule/trigger-kind.ts";

type RunAt = { readonly workspaceId: WorkspaceId; readonly runId: RunId };
type WorkflowAt = { readonly workspaceId: WorkspaceId; readonly workflowId: WorkflowId };

/** How far the journals of these runs go, by run; one look into the key of `events` each. */
export async function readNewestSeqs(sql: Sql, runs: readonly RunAt[]): Promise<ReadonlyMap<RunId, number>> {
  const rows = await sql<{ id: RunId; seq: number }[]>`
    select wanted.id, coalesce((
      select max(seq) from events where events.workspace_id = wanted.workspace_id and events.run_id = wanted.id
    ), 0) as seq
    from unnest(
      ${runs.map((run) => run.workspaceId)}::text[], ${runs.map((run) => run.runId)}::text[]
    ) as wanted (workspace_id, id)`;
  return new Map(rows.map(({ id, seq }) => [id, seq]));
}

/** A run as those who follow its workflow are told of it. */
export type FollowedRun = {
  readonly workspaceId: WorkspaceId;
  readonly id: RunId;
  readonly workflowId: WorkflowId;
  readonly versionId: VersionId | null;
  readonly planHash: string;
  readonly mode: "test" | "live";
  readonly triggerNode: NodeId;
  readonly triggerKind: TriggerKind;
  readonly createdBy: UserId | null;
  readonly status: RunStatus;
  /** Unix milliseconds. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly failure: Failure | null;
  readonly failedNode: NodeId | null;
};

/** The newest runs of each of these workflows. */
export async function readNewestRuns(
  sql: Sql,
  workflows: readonly WorkflowAt[],
  limit: number,
): Promise<readonly FollowedRun[]> {
  return await sql<FollowedRun[]>`
    select
      newest.workspace_id as "workspaceId", newest.id, newest.workflow_id as "workflowId",
      newest.version_id as "versionId", newest.plan_hash as "planHash", newest.mode,
      newest.trigger_node as "triggerNode", newest.trigger_kind as "triggerKind", newest.created_by as "createdBy",
      newest.status, extract(epoch from newest.started_at)::float8 * 1000 as "startedAt",
      extract(epoch from newest.ended_at)::float8 * 1000 as "endedAt", newest.failure,
      newest.failed_node as "failedNode"
    from unnest(
      ${workflows.map((workflow) => workflow.workspaceId)}::text[],
      ${workflows.map((workflow) => workflow.workflowId)}::text[]
    ) as wanted (workspace_id, workflow_id)
    cross join lateral (
      select * from runs where runs.workspace_id = wanted.workspace_id and runs.workflow_id = wanted.workflow_id
      order by runs.id desc nulls last limit ${limit}
    ) newest`;
}
