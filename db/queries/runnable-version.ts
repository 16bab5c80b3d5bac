import type { Sql } from "postgres";
import type { Plan } from "../../core/compile/plan.ts";
import type { RunId, VersionId, WorkflowId, WorkspaceId } from "../../core/id.ts";

export type RunnableVersion = {
  readonly title: string;
  /** Null when nothing is published, or the version asked for is not one of this workflow. */
  readonly version: { readonly id: VersionId; readonly planHash: string; readonly plan: Plan } | null;
};

/** The version of a workflow that a run of it follows: the one asked for, or the live one. Null when it is gone. */
export async function findRunnableVersion(
  sql: Sql,
  { workspaceId, workflowId, versionId }: RunnableVersionKey,
): Promise<RunnableVersion | null> {
  const [row] = await sql<(NonNullable<RunnableVersion["version"]> & { title: string })[]>`
    select workflows.title, versions.id, versions.plan_hash as "planHash", plans.plan
    from workflows
    left join versions on versions.workspace_id = workflows.workspace_id and versions.workflow_id = workflows.id
      and versions.id = ${versionId === null ? sql`workflows.live_version_id` : sql`${versionId}`}
    left join plans on plans.workspace_id = versions.workspace_id and plans.hash = versions.plan_hash
    where workflows.workspace_id = ${workspaceId} and workflows.id = ${workflowId} and workflows.deleted_at is null`;
  if (!row) return null;
  const { title, ...version } = row;
  return { title, version: version.id === null ? null : version };
}

type RunnableVersionKey = {
  readonly workspaceId: WorkspaceId;
  readonly workflowId: WorkflowId;
  readonly versionId: VersionId | null;
};

/** How many runs are above a run: each started by a step of the one before. Counts no further than `most`. */
export async function readDepth(
  sql: Sql,
  { workspaceId, runId, most }: { readonly workspaceId: WorkspaceId; readonly runId: RunId; readonly most: number },
): Promise<number> {
  const [row] = await sql<{ depth: number }[]>`
    with recursive line (parent_run_id, depth) as (
      select parent_run_id, 0 from runs where workspace_id = ${workspaceId} and id = ${runId}
      union all
      select runs.parent_run_id, line.depth + 1 from line
      join runs on runs.workspace_id = ${workspaceId} and runs.id = line.parent_run_id
      where line.depth < ${most}
    )
    select max(depth)::int as depth from line`;
  return row?.depth ?? 0;
}
