import type { ISql, Sql } from "postgres";
import type { NodeId, RunId, UserId, VersionId, WorkflowId, WorkspaceId } from "../../core/id.ts";
import type { ActivationId, RunEvent, RunStatus } from "../../core/schedule/event.ts";
import type { TriggerKind } from "../../core/schedule/trigger-kind.ts";
import { type AbandonedRuns, attemptsMax, isAbandoned } from "./runs.ts";

/** A run that nobody drives, after events were added to its journal without loading it. */
export type ChangedRun = {
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
  readonly epoch: number;
  readonly gate: WorkflowId | null;
  /** The number of the last event that was there before. */
  readonly lastSeq: number;
  /** Unix milliseconds, of the events. */
  readonly at: number;
};

/** Facts that need nothing of the run but its id. `$attempts` in a text stands for the number of its claims. */
type Fact = { readonly type: RunEvent["type"]; readonly data: string };

type Change = {
  /** Rows of `runs`; those that somebody else holds are left. */
  readonly which: ReturnType<Sql>;
  readonly status: RunStatus;
  /** JSON text, or null. */
  readonly failure: string | null;
  readonly facts: readonly Fact[];
  readonly limit: number;
};

/**
 * Changes runs that no process drives and adds to their journals, in one statement. Whoever drove them before can write
 * nothing more. They are not loaded: what a run holds may be what ends processes.
 */
async function changeUndriven(sql: ISql, change: Change): Promise<readonly ChangedRun[]> {
  const { which, status, failure, facts, limit } = change;
  const isEnd = status === "failed" || status === "cancelled";
  return await sql<ChangedRun[]>`
    with found as (
      select workspace_id, id, attempts from runs where ${which} order by id limit ${limit} for update skip locked
    ), numbered as (
      select found.*, coalesce((
        select max(seq) from events where events.workspace_id = found.workspace_id and events.run_id = found.id
      ), 0) as last from found
    ), changed as (
      update runs set
        status = ${status}, failure = ${failure}::text::json, ended_at = ${isEnd ? sql`now()` : sql`null`},
        owner = null, lease_until = ${status === "running" ? sql`now() - interval '1 second'` : sql`null`}, wake_at = null,
        attempts = 0, epoch = runs.epoch + 1
      from numbered where runs.workspace_id = numbered.workspace_id and runs.id = numbered.id
      returning
        runs.workspace_id as "workspaceId", runs.id, runs.workflow_id as "workflowId",
        runs.version_id as "versionId", runs.plan_hash as "planHash", runs.mode, runs.trigger_node as "triggerNode",
        runs.trigger_kind as "triggerKind", runs.created_by as "createdBy", runs.parent_run_id as "parentRunId",
        runs.parent_activation as "parentActivation", runs.epoch, runs.gate, numbered.last as "lastSeq",
        round(extract(epoch from now()) * 1000)::float8 as at
    ), added as (
      insert into events (workspace_id, run_id, seq, type, data, at)
      select workspace_id, id, last + place, type, replace(data, '$attempts', attempts::text)::json, now()
      from numbered cross join unnest(
        ${facts.map((fact) => fact.type)}::text[], ${facts.map((fact) => fact.data)}::text[]
      ) with ordinality as new (type, data, place)
    )
    select * from changed`;
}

/** Puts runs away that ended three processes; nobody drives them until somebody says so. */
export function quarantineRuns(
  sql: Sql,
  { owner, failure, limit, ...which }: AbandonedRuns & { owner: string; failure: string; limit: number },
): Promise<readonly ChangedRun[]> {
  return changeUndriven(sql, {
    which: sql`${isAbandoned(sql, owner, which)} and attempts >= ${attemptsMax}`,
    status: "quarantined",
    failure,
    facts: [{ type: "run.quarantined", data: '{"attempts":$attempts}' }],
    limit,
  });
}

type OneRun = { readonly workspaceId: WorkspaceId; readonly runId: RunId };

/** Takes a run out of quarantine: whoever drives runs claims it. None when it is not in there. */
export function resumeRun(
  sql: ISql,
  { workspaceId, runId, by }: OneRun & { by: string },
): Promise<readonly ChangedRun[]> {
  return changeUndriven(sql, {
    which: sql`workspace_id = ${workspaceId} and id = ${runId} and status = 'quarantined'`,
    status: "running",
    failure: null,
    facts: [{ type: "run.resumed", data: JSON.stringify({ by }) }],
    limit: 1,
  });
}

/** Cancels a run that is queued or in quarantine. None when it is neither. */
export function cancelUndriven(
  sql: ISql,
  { workspaceId, runId, by }: OneRun & { by: string },
): Promise<readonly ChangedRun[]> {
  return changeUndriven(sql, {
    which: sql`workspace_id = ${workspaceId} and id = ${runId} and status in ('queued', 'quarantined')`,
    status: "cancelled",
    failure: null,
    facts: [
      { type: "run.cancel-requested", data: JSON.stringify({ by }) },
      { type: "run.cancelled", data: "{}" },
    ],
    limit: 1,
  });
}

/** Fails queued runs and runs in quarantine whose deadline is over. Waiting ones wake up for theirs. */
export function failLateRuns(
  sql: ISql,
  { failure, limit }: { failure: string; limit: number },
): Promise<readonly ChangedRun[]> {
  return changeUndriven(sql, {
    which: sql`status in ('queued', 'quarantined') and deadline_at < now()`,
    status: "failed",
    failure,
    facts: [{ type: "run.failed", data: `{"failure":${failure},"activation":null}` }],
    limit,
  });
}
