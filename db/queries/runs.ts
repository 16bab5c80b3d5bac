import type { ISql, Sql } from "postgres";
import type { NodeId, RunId, UserId, VersionId, WorkflowId, WorkspaceId } from "../../core/id.ts";
import type { Json } from "../../core/json/json.ts";
import type { ActivationId, RunStatus } from "../../core/schedule/event.ts";
import type { TriggerKind } from "../../core/schedule/trigger-kind.ts";

/** A run that this process has taken over, with what is needed to drive it on. */
export type ClaimedRun = {
  readonly workspaceId: WorkspaceId;
  readonly id: RunId;
  readonly workflowId: WorkflowId;
  readonly versionId: VersionId | null;
  readonly planHash: string;
  readonly mode: "test" | "live";
  readonly triggerNode: NodeId;
  readonly triggerKind: TriggerKind;
  readonly createdBy: UserId | null;
  readonly parentRunId: RunId | null;
  readonly parentActivation: ActivationId | null;
  /** The run whose effects it uses again; null for effects of its own. */
  readonly recordedFrom: RunId | null;
  /** Messages ever sent to it. */
  readonly messages: number;
  readonly pins: Readonly<Record<NodeId, Json>> | null;
  readonly epoch: number;
  /** Claims since the run last made progress, this one included. */
  readonly attempts: number;
};

export type Claimant = {
  /** The process that claims. */
  readonly owner: string;
  readonly leaseSeconds: number;
};

type Claim = Claimant & { readonly limit: number };

/** Claims without progress after which a run is suspected of ending the processes that drive it. */
const suspectAttempts = 2;
/** Claims without progress after which nobody drives a run any more. */
export const attemptsMax = 3;

export type AbandonedRuns = {
  /** Runs of its earlier processes are claimed whatever their lease; null once that has been done. */
  readonly installation: string | null;
  /** Runs that the process has in memory: a lease that ran out while the database was gone takes nothing from it. */
  readonly held: readonly RunId[];
};

/**
 * Claims runs that nobody drives: their lease has run out, or their owner was an earlier process of this installation
 * (`installation/…`, which is certainly dead when this one starts). A claim counts before anything runs and raises the
 * epoch, so a process that wakes up late can write nothing more. Suspects are left (see `claimSuspect`).
 */
export function claimAbandonedRuns(
  sql: Sql,
  { owner, leaseSeconds, limit, ...which }: Claim & AbandonedRuns,
): Promise<readonly ClaimedRun[]> {
  return claim(
    sql,
    { owner, leaseSeconds },
    sql`
      select workspace_id, id from runs
      where ${isAbandoned(sql, owner, which)} and attempts < ${suspectAttempts}
      order by id limit ${limit} for update skip locked`,
  );
}

/**
 * Claims the oldest run that was claimed twice without progress. Drive one at a time: should it end the process as well,
 * no other run is blamed for that.
 */
export function claimSuspect(
  sql: Sql,
  { owner, leaseSeconds, ...which }: Claimant & AbandonedRuns,
): Promise<readonly ClaimedRun[]> {
  return claim(
    sql,
    { owner, leaseSeconds },
    sql`
      select workspace_id, id from runs
      where ${isAbandoned(sql, owner, which)} and attempts >= ${suspectAttempts} and attempts < ${attemptsMax}
      order by id limit 1 for update skip locked`,
  );
}

export function isAbandoned(sql: Sql, owner: string, { installation, held }: AbandonedRuns): ReturnType<Sql> {
  return sql`
    status = 'running' and (owner is distinct from ${owner} or id <> all(${held as RunId[]}::text[]))
      and (lease_until < now() or lease_until is null
        ${installation === null ? sql`` : sql`or (starts_with(owner, ${`${installation}/`}) and owner <> ${owner})`})`;
}

/** Claims waiting runs whose time has come. */
export function claimDueRuns(sql: Sql, { owner, leaseSeconds, limit }: Claim): Promise<readonly ClaimedRun[]> {
  return claim(
    sql,
    { owner, leaseSeconds },
    sql`
      select workspace_id, id from runs
      where status = 'waiting' and wake_at <= now()
      order by wake_at limit ${limit} for update skip locked`,
  );
}

/**
 * Claims one run that waits, is queued or that nobody drives; none when it has ended, somebody drives it, it is in
 * quarantine or a suspect. A queued run that has to wait at a gate only when `pastGate` is set.
 */
export function claimOneRun(
  sql: Sql,
  { owner, leaseSeconds, workspaceId, runId, pastGate = false }: Claimant & OneRun,
): Promise<readonly ClaimedRun[]> {
  return claim(
    sql,
    { owner, leaseSeconds },
    sql`
      select workspace_id, id from runs
      where workspace_id = ${workspaceId} and id = ${runId} and (
        status = 'waiting'
        or (status = 'queued' and (gate is null or ${pastGate}))
        or (status = 'running' and lease_until < now() and attempts < ${suspectAttempts})
      )
      for update`,
  );
}

type OneRun = { readonly workspaceId: WorkspaceId; readonly runId: RunId; readonly pastGate?: boolean };

async function claim(sql: Sql, claimant: Claimant, candidates: ReturnType<Sql>): Promise<readonly ClaimedRun[]> {
  return await sql<ClaimedRun[]>`${claiming(sql, claimant, candidates)}`;
}

/** The statement that claims these runs and answers them. A run that wakes up as planned has not crashed. */
export function claiming(sql: ISql, { owner, leaseSeconds }: Claimant, candidates: ReturnType<Sql>) {
  return sql`
    with candidates as (${candidates})
    update runs set
      status = 'running', owner = ${owner}, lease_until = now() + make_interval(secs => ${leaseSeconds}),
      epoch = runs.epoch + 1, wake_at = null,
      attempts = case runs.status when 'waiting' then 0 else runs.attempts + 1 end
    from candidates
    where runs.workspace_id = candidates.workspace_id and runs.id = candidates.id
    returning
      runs.workspace_id as "workspaceId", runs.id, runs.workflow_id as "workflowId", runs.version_id as "versionId",
      runs.plan_hash as "planHash", runs.mode, runs.trigger_node as "triggerNode",
      runs.trigger_kind as "triggerKind", runs.created_by as "createdBy", runs.parent_run_id as "parentRunId",
      runs.parent_activation as "parentActivation", runs.recorded_from as "recordedFrom",
      runs.messages, runs.pins, runs.epoch, runs.attempts`;
}

/** Keeps the runs that a process drives its own. Answers those that are no longer. */
export async function renewLeases(
  sql: Sql,
  { owner, leaseSeconds, runs }: { owner: string; leaseSeconds: number; runs: readonly RunLease[] },
): Promise<readonly RunId[]> {
  const renewed = await sql<{ id: RunId }[]>`
    update runs set lease_until = now() + make_interval(secs => ${leaseSeconds})
    from unnest(
      ${runs.map((run) => run.workspaceId)}::text[], ${runs.map((run) => run.runId)}::text[],
      ${runs.map((run) => run.epoch)}::int[]
    ) as held (workspace_id, id, epoch)
    where runs.workspace_id = held.workspace_id and runs.id = held.id and runs.epoch = held.epoch
      and runs.owner = ${owner} and runs.status = 'running'
    returning runs.id`;
  const ours = new Set(renewed.map((run) => run.id));
  return runs.map((run) => run.runId).filter((id) => !ours.has(id));
}

export type RunLease = { readonly workspaceId: WorkspaceId; readonly runId: RunId; readonly epoch: number };

/** Gives runs back so that whoever comes next can claim them at once: moments are rounded, and could be up ahead. */
export async function releaseRuns(
  sql: Sql,
  { owner, runs }: { owner: string; runs: readonly RunLease[] },
): Promise<void> {
  await sql`
    update runs set lease_until = now() - interval '1 second', attempts = 0
    from unnest(
      ${runs.map((run) => run.workspaceId)}::text[], ${runs.map((run) => run.runId)}::text[],
      ${runs.map((run) => run.epoch)}::int[]
    ) as held (workspace_id, id, epoch)
    where runs.workspace_id = held.workspace_id and runs.id = held.id and runs.epoch = held.epoch
      and runs.owner = ${owner} and runs.status = 'running'`;
}

/** A run's status; null when the workspace has no such run. */
export async function readRunStatus(
  sql: Sql,
  { workspaceId, runId }: { workspaceId: WorkspaceId; runId: RunId },
): Promise<RunStatus | null> {
  const [row] = await sql<{ status: RunStatus }[]>`
    select status from runs where workspace_id = ${workspaceId} and id = ${runId}`;
  return row?.status ?? null;
}
