import type { ISql } from "postgres";
import type { Plan } from "../../core/compile/plan.ts";
import type { Failure } from "../../core/failure.ts";
import type { NodeId, RunId, VersionId, WorkflowId, WorkspaceId } from "../../core/id.ts";
import type { StoredValue } from "../../core/schedule/event.ts";

/** A trigger of a published version, with the plan that it starts. */
export type LiveTrigger = {
  readonly workspaceId: WorkspaceId;
  readonly workflowId: WorkflowId;
  readonly nodeId: NodeId;
  readonly versionId: VersionId;
  readonly planHash: string;
  readonly plan: Plan;
};

export type DueSchedule = LiveTrigger & {
  readonly cron: string;
  readonly zone: string;
  readonly missed: "skip" | "once" | "all";
  /** Unix milliseconds, by the clock of the database. */
  readonly nextMs: number;
  readonly nowMs: number;
};

export type Subscriber = LiveTrigger & { readonly filter: string | null };

export type Emission = {
  readonly workspaceId: WorkspaceId;
  readonly id: string;
  readonly kind: "event" | "error";
  readonly name: string;
  readonly value: StoredValue;
  readonly sourceRunId: RunId;
  readonly sourceWorkflowId: WorkflowId;
  readonly handlerWorkflowId: WorkflowId | null;
  readonly createdAt: string;
  readonly ageSeconds: number;
};

const live = (sql: ISql) => sql`
  join workflows on workflows.workspace_id = t.workspace_id and workflows.id = t.workflow_id
    and workflows.deleted_at is null
  join versions on versions.workspace_id = workflows.workspace_id and versions.id = workflows.live_version_id
  join plans on plans.workspace_id = versions.workspace_id and plans.hash = versions.plan_hash`;

const columns = (sql: ISql) => sql`
  t.workspace_id as "workspaceId", t.workflow_id as "workflowId", t.node_id as "nodeId", versions.id as "versionId",
  versions.plan_hash as "planHash", plans.plan`;

/** Schedules whose time has come; each is held until the transaction ends, and nobody else is given it meanwhile. */
export async function claimDueSchedules(
  sql: ISql,
  { limit, except }: { readonly limit: number; readonly except: readonly WorkflowId[] },
): Promise<readonly DueSchedule[]> {
  return await sql<DueSchedule[]>`
    select ${columns(sql)}, t.cron, t.zone, t.missed, extract(epoch from t.next_at)::float8 * 1000 as "nextMs",
      extract(epoch from now())::float8 * 1000 as "nowMs"
    from schedules t ${live(sql)}
    where t.live and t.next_at <= now() and t.workflow_id <> all(${except as WorkflowId[]}::text[])
    order by t.next_at limit ${limit} for update of t skip locked`;
}

export type MovedSchedule = Pick<LiveTrigger, "workspaceId" | "workflowId" | "nodeId"> & {
  readonly lastMs: number;
  readonly nextMs: number | null;
};

export async function moveSchedules(sql: ISql, rows: readonly MovedSchedule[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update schedules as t set next_at = to_timestamp(new.next_ms / 1000), last_at = to_timestamp(new.last_ms / 1000)
    from unnest(
      ${rows.map((row) => row.workspaceId)}::text[], ${rows.map((row) => row.workflowId)}::text[],
      ${rows.map((row) => row.nodeId)}::text[], ${rows.map((row) => row.nextMs)}::float8[],
      ${rows.map((row) => row.lastMs)}::float8[]
    ) as new (workspace_id, workflow_id, node_id, next_ms, last_ms)
    where t.workspace_id = new.workspace_id and t.workflow_id = new.workflow_id and t.node_id = new.node_id`;
}

/** Where an emission stands among the others. */
export type EmissionPlace = { readonly workspaceId: WorkspaceId; readonly id: string; readonly createdAt: string };

/** What runs told and nobody has passed on yet, oldest first, from a place on; held until the transaction ends. */
export async function claimEmissions(
  sql: ISql,
  { limit, after }: { readonly limit: number; readonly after: EmissionPlace | null },
): Promise<readonly Emission[]> {
  return await sql<Emission[]>`
    select workspace_id as "workspaceId", id, kind, name, value, source_run_id as "sourceRunId",
      source_workflow_id as "sourceWorkflowId", handler_workflow_id as "handlerWorkflowId",
      created_at::text as "createdAt", extract(epoch from now() - created_at)::float8 as "ageSeconds"
    from emissions
    ${
      after
        ? sql`where created_at >= ${after.createdAt}::timestamptz and
            (created_at, workspace_id, id) > (${after.createdAt}::timestamptz, ${after.workspaceId}, ${after.id})`
        : sql``
    }
    order by created_at, workspace_id, id limit ${limit} for update skip locked`;
}

export async function deleteEmissions(sql: ISql, rows: readonly Emission[]): Promise<void> {
  await sql`
    delete from emissions using unnest(
      ${rows.map((row) => row.workspaceId)}::text[], ${rows.map((row) => row.id)}::text[]
    ) as gone (workspace_id, id)
    where emissions.workspace_id = gone.workspace_id and emissions.id = gone.id`;
}

/** The published triggers that an emission is for. */
export async function findSubscribers(sql: ISql, emission: Emission): Promise<readonly Subscriber[]> {
  const { workspaceId, kind, name, handlerWorkflowId } = emission;
  return await sql<Subscriber[]>`
    select ${columns(sql)}, t.filter
    from subscriptions t ${live(sql)}
    where t.workspace_id = ${workspaceId} and t.kind = ${kind} and t.live
      and (t.name = ${name} or t.name = '*' or (t.kind = 'error' and t.workflow_id = ${handlerWorkflowId}))
    order by t.workflow_id, t.node_id`;
}

/**
 * How many events led to a run. It is part of the key that each of them starts its run with (`eventKey`), and the runs
 * above a child count with it.
 */
export async function readEventDepth(
  sql: ISql,
  { workspaceId, runId }: { readonly workspaceId: WorkspaceId; readonly runId: RunId },
): Promise<number> {
  const [row] = await sql<{ depth: number | null }[]>`
    with recursive line (parent_run_id, dedupe_key, above) as (
      select parent_run_id, dedupe_key, 0 from runs where workspace_id = ${workspaceId} and id = ${runId}
      union all
      select runs.parent_run_id, runs.dedupe_key, line.above + 1 from line
      join runs on runs.workspace_id = ${workspaceId} and runs.id = line.parent_run_id
      where line.above < 100
    )
    select max(substring(dedupe_key from '^(?:event|error)/([0-9]{1,6})/')::int) as depth from line`;
  return row?.depth ?? 0;
}

export type FailedRun = {
  readonly title: string;
  readonly failure: Failure | null;
  readonly failedNode: NodeId | null;
  readonly plan: Plan | null;
};

/** Why and where a run failed; null when it is gone. */
export async function findFailedRun(
  sql: ISql,
  { workspaceId, runId }: { readonly workspaceId: WorkspaceId; readonly runId: RunId },
): Promise<FailedRun | null> {
  const [row] = await sql<FailedRun[]>`
    select coalesce(workflows.title, '') as title, runs.failure, runs.failed_node as "failedNode", plans.plan
    from runs
    left join workflows on workflows.workspace_id = runs.workspace_id and workflows.id = runs.workflow_id
    left join plans on plans.workspace_id = runs.workspace_id and plans.hash = runs.plan_hash
    where runs.workspace_id = ${workspaceId} and runs.id = ${runId}`;
  return row ?? null;
}
