import type { ISql, PendingQuery, Row } from "postgres";
import type { NodeId, RunId, UserId, VersionId, WorkflowId, WorkspaceId } from "../../core/id.ts";
import type { ActivationId, RunStatus } from "../../core/schedule/event.ts";
import type { TriggerKind } from "../../core/schedule/trigger-kind.ts";

/** A run as it is written when it is accepted. */
export type NewRunRow = {
  readonly workspaceId: WorkspaceId;
  readonly id: RunId;
  readonly workflowId: WorkflowId;
  readonly versionId: VersionId | null;
  readonly planHash: string;
  readonly mode: "test" | "live";
  readonly triggerNode: NodeId;
  readonly triggerKind: TriggerKind;
  /** JSON text, or null. */
  readonly pins: string | null;
  readonly createdBy: UserId | null;
  /** Unix milliseconds. */
  readonly startedAt: number;
  /** The step of another run that starts it. */
  readonly parentRunId?: RunId | null;
  readonly parentActivation?: ActivationId | null;
  /** Null for almost all. */
  readonly admission?: Admission | null;
};

/** What decides whether and when a run is driven, where that is not "at once". */
export type Admission = {
  /** Up to 300 characters. A second run with an equal key within the time is not written. */
  readonly key: { readonly text: string; readonly windowMs: number } | null;
  /** Of queued runs the larger goes first. */
  readonly priority: number;
  /** Runs of its workflow that may be under way at once. `drop`: it is not written when there are as many. */
  readonly gate: { readonly limit: number; readonly whenBusy: "queue" | "drop" | "replace" } | null;
  /** Unix milliseconds. */
  readonly deadlineAt: number | null;
  readonly recordedFrom: RunId | null;
};

export type AcceptedRun = {
  readonly run: NewRunRow;
  readonly status: RunStatus;
  readonly change: {
    readonly endedAt: number | null;
    readonly failure: string | null;
    readonly failedNode: NodeId | null;
    readonly wakeAt: number | null;
  } | null;
};

type Written = { readonly owner: string; readonly leaseSeconds: number; readonly again: boolean };
type Fragment = PendingQuery<Row[]>;

/**
 * Takes the keys of new runs: CTE `keyed` has the runs that got theirs. A key that another run holds within its time is
 * left to it; a transaction that is about to take the same is waited for. In one order for everybody, so that two
 * writers cannot wait for each other in a circle.
 */
export function takeKeys(sql: ISql, runs: readonly NewRunRow[], again: boolean): Fragment {
  const rows = runs
    .flatMap((run) => (run.admission?.key ? [{ ...run, key: run.admission.key }] : []))
    .sort((a, b) => (a.workspaceId + a.key.text < b.workspaceId + b.key.text ? -1 : 1));
  if (rows.length === 0) return sql``;
  return sql`
    keyed as (
      insert into run_keys as taken (workspace_id, key, run_id, expires_at)
      select workspace_id, key, run_id, now() + make_interval(secs => window_ms / 1000)
      from unnest(
        ${rows.map((row) => row.workspaceId)}::text[], ${rows.map((row) => row.key.text)}::text[],
        ${rows.map((row) => row.id)}::text[], ${rows.map((row) => row.key.windowMs)}::float8[]
      ) as new (workspace_id, key, run_id, window_ms)
      on conflict (workspace_id, key) do update set run_id = excluded.run_id, expires_at = excluded.expires_at
        where taken.expires_at <= now() ${again ? sql`or taken.run_id = excluded.run_id` : sql``}
      returning taken.run_id as id
    ),`;
}

/** Which run holds a key, by key. */
export async function readKeys(
  sql: ISql,
  keys: readonly { readonly workspaceId: WorkspaceId; readonly key: string }[],
): Promise<ReadonlyMap<string, RunId>> {
  const rows = await sql<{ workspaceId: WorkspaceId; key: string; runId: RunId }[]>`
    select run_keys.workspace_id as "workspaceId", run_keys.key, run_keys.run_id as "runId" from run_keys
    join unnest(
      ${keys.map((key) => key.workspaceId)}::text[], ${keys.map((key) => key.key)}::text[]
    ) as wanted (workspace_id, key) on run_keys.workspace_id = wanted.workspace_id and run_keys.key = wanted.key`;
  return new Map(rows.map((row) => [`${row.workspaceId} ${row.key}`, row.runId]));
}

/** Inserts new runs; those with a key only when CTE `keyed` has them. Owned by the writer when they go on. */
export function insertRuns(sql: ISql, rows: readonly AcceptedRun[], written: Written): Fragment {
  const { owner, leaseSeconds, again } = written;
  const isKeyed = rows.some(({ run }) => run.admission?.key);
  const more = admissionColumns(sql, rows);
  return sql`
    accepted as (
      insert into runs (
        workspace_id, id, workflow_id, version_id, plan_hash, mode, trigger_node, trigger_kind, pins, created_by,
        created_at, started_at, status, ended_at, failure, failed_node, wake_at, owner, lease_until, epoch
        ${more.columns}
      )
      select
        workspace_id, id, workflow_id, version_id, plan_hash, mode, trigger_node, trigger_kind, pins::json, created_by,
        to_timestamp(started_at / 1000), to_timestamp(started_at / 1000), status, to_timestamp(ended_at / 1000),
        failure::json, failed_node, ${more.wakeAt},
        case status when 'running' then ${owner} end,
        case status when 'running' then now() + make_interval(secs => ${leaseSeconds}) end, 1
        ${more.values}
      from unnest(
        ${rows.map(({ run }) => run.workspaceId)}::text[], ${rows.map(({ run }) => run.id)}::text[],
        ${rows.map(({ run }) => run.workflowId)}::text[], ${rows.map(({ run }) => run.versionId)}::text[],
        ${rows.map(({ run }) => run.planHash)}::text[], ${rows.map(({ run }) => run.mode)}::text[],
        ${rows.map(({ run }) => run.triggerNode)}::text[], ${rows.map(({ run }) => run.triggerKind)}::text[],
        ${rows.map(({ run }) => run.pins)}::text[], ${rows.map(({ run }) => run.createdBy)}::text[],
        ${rows.map(({ run }) => run.startedAt)}::float8[], ${rows.map(({ status }) => status)}::text[],
        ${rows.map(({ change }) => change?.endedAt ?? null)}::float8[],
        ${rows.map(({ change }) => change?.failure ?? null)}::text[],
        ${rows.map(({ change }) => change?.failedNode ?? null)}::text[],
        ${rows.map(({ change }) => change?.wakeAt ?? null)}::float8[]
        ${more.arrays}
      ) as new (
        workspace_id, id, workflow_id, version_id, plan_hash, mode, trigger_node, trigger_kind, pins, created_by,
        started_at, status, ended_at, failure, failed_node, wake_at ${more.names}
      )
      ${isKeyed ? sql`where dedupe_key is null or id in (select id from keyed)` : sql``}
      ${again ? sql`on conflict do nothing` : sql``}
    ),`;
}

/** Columns that only some runs need: a batch without any of those runs is the statement that it would be without them. */
function admissionColumns(sql: ISql, rows: readonly AcceptedRun[]) {
  if (!rows.some(({ run }) => run.admission || run.parentRunId)) {
    return { columns: sql``, values: sql``, arrays: sql``, names: sql``, wakeAt: sql`to_timestamp(wake_at / 1000)` };
  }
  const of = <T>(pick: (admission: Admission, run: NewRunRow) => T): (T | null)[] =>
    rows.map(({ run }) => (run.admission ? pick(run.admission, run) : null));
  return {
    columns: sql`, dedupe_key, priority, gate, gate_limit, deadline_at, parent_run_id, parent_activation, recorded_from`,
    values: sql`, dedupe_key, coalesce(priority, 0), gate, gate_limit, to_timestamp(deadline_at / 1000), parent_run_id,
      parent_activation, recorded_from`,
    // A run that rests wakes up for its deadline as well.
    wakeAt: sql`case status when 'waiting' then to_timestamp(least(wake_at, deadline_at) / 1000) end`,
    names: sql`, dedupe_key, priority, gate, gate_limit, deadline_at, parent_run_id, parent_activation, recorded_from`,
    arrays: sql`,
      ${of(({ key }) => key?.text ?? null)}::text[], ${of(({ priority }) => priority)}::int[],
      ${of(({ gate }, run) => (gate ? run.workflowId : null))}::text[],
      ${of(({ gate }) => gate?.limit ?? null)}::int[], ${of(({ deadlineAt }) => deadlineAt)}::float8[],
      ${rows.map(({ run }) => run.parentRunId ?? null)}::text[],
      ${rows.map(({ run }) => run.parentActivation ?? null)}::text[],
      ${of(({ recordedFrom }) => recordedFrom)}::text[]`,
  };
}

/**
 * Which of these runs find their workflow busy and are not to be written. Locks the gates, in one order for everybody,
 * until the transaction ends: nobody else lets a run in meanwhile. Runs of an earlier try of the same batch do not count.
 */
export async function busyRuns(sql: ISql, runs: readonly NewRunRow[]): Promise<ReadonlySet<RunId>> {
  const gates = new Map(runs.map((run) => [`${run.workspaceId} ${run.workflowId}`, run]));
  const sorted = [...gates].sort(([a], [b]) => (a < b ? -1 : 1));
  await sql`
    select pg_advisory_xact_lock(hashtextextended(gate, 0))
    from unnest(${sorted.map(([name]) => name)}::text[]) with ordinality as new (gate, place) order by place`;
  const counts = await sql<{ gate: string; runs: number }[]>`
    select wanted.workspace_id || ' ' || wanted.gate as gate, (
      select count(*)::int from runs
      where runs.workspace_id = wanted.workspace_id and runs.gate = wanted.gate
        and status in ('queued', 'running', 'waiting', 'quarantined') and id <> all(${runs.map(({ id }) => id)}::text[])
    ) as runs
    from unnest(
      ${sorted.map(([, run]) => run.workspaceId)}::text[], ${sorted.map(([, run]) => run.workflowId)}::text[]
    ) as wanted (workspace_id, gate)`;
  const underWay = new Map(counts.map((row) => [row.gate, row.runs]));
  const busy = new Set<RunId>();
  for (const run of runs) {
    const gate = `${run.workspaceId} ${run.workflowId}`;
    const count = underWay.get(gate) ?? 0;
    if (count >= (run.admission?.gate?.limit ?? Infinity)) busy.add(run.id);
    else underWay.set(gate, count + 1);
  }
  return busy;
}
