import type { Sql } from "postgres";
import type { WorkflowId, WorkspaceId } from "../../core/id.ts";
import { weekOf } from "./workflow-usage.ts";

/*
 * What is removed, and when. All of it under the keeper's role, which may delete and nothing else; dropping a partition
 * takes the owner's rights, which `drop_run_partitions` has (see the migration).
 *
 * Dropping the partitions of a week takes a moment and gives the disk back at once, whatever they hold. Deleting rows is
 * for what must go earlier than its week: 200 runs of eight events take 25 ms.
 */

const ended = ["succeeded", "failed", "cancelled"];

/** Ended runs of one workflow, or of all, that ended so many days ago. */
export type Past = {
  readonly days: number;
  readonly of: { readonly workspaceId: WorkspaceId; readonly workflowId: WorkflowId } | null;
};

/** Workflows whose live version says how long its runs are kept. */
export async function readRetentions(
  keeper: Sql,
): Promise<readonly { workspaceId: WorkspaceId; workflowId: WorkflowId; days: number }[]> {
  return await keeper<{ workspaceId: WorkspaceId; workflowId: WorkflowId; days: number }[]>`
    select workflows.workspace_id as "workspaceId", workflows.id as "workflowId",
      (plan -> 'settings' ->> 'retentionDays')::int as days
    from workflows
    join versions on versions.workspace_id = workflows.workspace_id and versions.id = workflows.live_version_id
    join plans on plans.workspace_id = versions.workspace_id and plans.hash = versions.plan_hash
    where plan -> 'settings' ->> 'retentionDays' is not null`;
}

/**
 * Drops the partitions of weeks in which nothing is needed: all their runs have ended, so many days ago or more. Answers
 * the weeks. One that cannot be had within a second, because somebody reads it, is left for the next time.
 */
export async function dropPastWeeks(keeper: Sql, days: number): Promise<readonly string[]> {
  const weeks = await keeper<{ week: string; from: string; to: string }[]>`
    select week, run_id_at(monday at time zone 'UTC') as "from",
      run_id_at((monday + interval '7 days') at time zone 'UTC') as "to"
    from (
      select substr(inhrelid::regclass::text, 6) as week, to_date(substr(inhrelid::regclass::text, 6), 'IYYY"w"IW') as monday
      from pg_inherits where inhparent = 'runs'::regclass and inhrelid::regclass::text ~ '^runs_[0-9]{4}w[0-9]{2}$'
    ) as weeks
    where (monday + interval '7 days') at time zone 'UTC' <= now() - make_interval(days => ${days})
    order by week`;
  const dropped: string[] = [];
  for (const { week, from, to } of weeks) {
    const [needed] = await keeper`
      select from runs
      where id >= ${from} and id < ${to}
        and (status <> all(${ended}::text[]) or ended_at > now() - make_interval(days => ${days}))
      limit 1`;
    if (needed || !(await drop(keeper, week))) continue;
    dropped.push(week);
    await removeOfWeek(keeper, { week, from, to });
  }
  return dropped;
}

/** False when somebody holds the tables. */
async function drop(keeper: Sql, week: string): Promise<boolean> {
  try {
    await keeper`select drop_run_partitions(${week})`;
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "55P03" || code === "40P01") return false;
    throw error;
  }
}

/** What is kept beside the partitions, in pieces. */
async function removeOfWeek(keeper: Sql, { week, from, to }: { week: string; from: string; to: string }) {
  for (const table of ["blob_uses", "run_inbox", "tasks"]) {
    await inPieces(
      (limit) => keeper`
        delete from ${keeper(table)} where ctid = any(array(
          select ctid from ${keeper(table)} where run_id >= ${from} and run_id < ${to} limit ${limit}
        ))`,
    );
  }
  await keeper`delete from workflow_usage where week = ${week}`;
}

/** Deletes ended runs with everything that belongs to them, at most so many. Answers how many there were. */
export async function removePastRuns(keeper: Sql, { days, of }: Past, limit: number): Promise<number> {
  const [row] = await keeper<{ runs: number }[]>`
    with past as (
      select workspace_id, id, workflow_id from runs
      where id < run_id_at(now() - make_interval(days => ${days})) and status = any(${ended}::text[])
        and ended_at <= now() - make_interval(days => ${days})
        ${of ? keeper`and workspace_id = ${of.workspaceId} and workflow_id = ${of.workflowId}` : keeper``}
      order by id limit ${limit}
    ), gone_events as (
      delete from events using past
      where events.workspace_id = past.workspace_id and events.run_id = past.id
      returning events.run_id, octet_length(events.data::text) as bytes
    ), gone_uses as (
      delete from blob_uses using past
      where blob_uses.workspace_id = past.workspace_id and blob_uses.run_id = past.id
      returning blob_uses.workspace_id, blob_uses.hash, blob_uses.run_id
    ), gone_messages as (
      delete from run_inbox using past where run_inbox.workspace_id = past.workspace_id and run_inbox.run_id = past.id
    ), gone_tasks as (
      delete from tasks using past where tasks.workspace_id = past.workspace_id and tasks.run_id = past.id
    ), gone_runs as (
      delete from runs using past where runs.workspace_id = past.workspace_id and runs.id = past.id
    ), sizes as (
      select run_id, bytes from gone_events
      union all
      select gone_uses.run_id, blobs.bytes from gone_uses join blobs using (workspace_id, hash)
    ), freed as (
      select workspace_id, workflow_id, ${weekOf(keeper, keeper`to_timestamp(('x' || substr(id, 5, 12))::bit(48)::bigint / 1000.0)`)} as week, count(distinct id)::int as runs,
        coalesce(sum(bytes), 0) as bytes
      from past left join sizes on sizes.run_id = past.id group by 1, 2, 3
    ), counted as (
      update workflow_usage as usage set
        runs = greatest(0, usage.runs - freed.runs), bytes = greatest(0, usage.bytes - freed.bytes)
      from freed
      where usage.workspace_id = freed.workspace_id and usage.workflow_id = freed.workflow_id and usage.week = freed.week
    )
    select count(*)::int as runs from past`;
  return row?.runs ?? 0;
}

/** Breakers change with each failure of their host; one that has not for a day says nothing of it any more. */
const breakerIdleDays = 1;

/** Removes keys that have run out, what older runs told others and nobody heard, and breakers of hosts that nobody calls. */
export async function removeLeftovers(keeper: Sql, days: number): Promise<void> {
  await inPieces(
    (limit) => keeper`
      delete from run_keys where ctid = any(array(
        select ctid from run_keys where expires_at <= now() order by expires_at limit ${limit}
      ))`,
  );
  await inPieces(
    (limit) => keeper`
      delete from emissions where ctid = any(array(
        select ctid from emissions where created_at <= now() - make_interval(days => ${days}) limit ${limit}
      ))`,
  );
  await inPieces(
    (limit) => keeper`
      delete from breakers where ctid = any(array(
        select ctid from breakers where updated_at <= now() - make_interval(days => ${breakerIdleDays}) limit ${limit}
      ))`,
  );
}

/**
 * Deletes blobs that nothing refers to, at most so many; answers how many. Values are searched as texts: with `->>` one
 * with a zero character in it would be an error. One that somebody is about to refer to is
 * left: whoever stores content that is there locks its row and says that it is used, and a delete that has waited for
 * that looks again.
 */
export async function sweepBlobs(keeper: Sql, { idleSeconds, limit }: { idleSeconds: number; limit: number }) {
  const rows = await keeper`
    delete from blobs using (
      select workspace_id, hash from blobs as idle
      where used_at < now() - make_interval(secs => ${idleSeconds})
        and not exists (select from blob_uses as u where u.workspace_id = idle.workspace_id and u.hash = idle.hash)
        and not exists (select from files as f where f.workspace_id = idle.workspace_id and f.blob_hash = idle.hash)
        and not exists (
          select from run_inbox as i
          where i.workspace_id = idle.workspace_id
            and substring(i.value::text from '"blob":"([0-9a-f]{64})"') = idle.hash
        )
        and not exists (
          select from emissions as e
          where e.workspace_id = idle.workspace_id and e.value::text like '%"blob":"' || idle.hash || '"%'
        )
      limit ${limit}
    ) as unused
    where blobs.workspace_id = unused.workspace_id and blobs.hash = unused.hash
      and blobs.used_at < now() - make_interval(secs => ${idleSeconds})`;
  return rows.count;
}

const pieceMax = 2_000;

async function inPieces(remove: (limit: number) => PromiseLike<{ readonly count: number }>): Promise<void> {
  while ((await remove(pieceMax)).count === pieceMax);
}
