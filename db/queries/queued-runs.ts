import type { Sql } from "postgres";
import type { RunId, WorkflowId, WorkspaceId } from "../../core/id.ts";
import type { JsonObject } from "../../core/json/json.ts";
import type { RunEvent } from "../../core/schedule/event.ts";
import { type Claimant, type ClaimedRun, claiming } from "./runs.ts";

/** A run that was accepted and not driven yet, with the one event of its journal: nothing more has to be read. */
export type QueuedRunClaim = ClaimedRun & { readonly started: RunEvent };

/** Who waits longest of those with the highest priority. The index says `nulls last`, so the order must as well. */
const inTurn = (sql: Sql) => sql`order by priority desc nulls last, id`;

/** Claims queued runs that have no gate, highest priority and oldest first; those accepted in the last moments are left. */
export function claimQueuedRuns(
  sql: Sql,
  { limit, olderThanMs, ...claimant }: Claimant & { readonly limit: number; readonly olderThanMs: number },
): Promise<readonly QueuedRunClaim[]> {
  return claimWithStart(
    sql,
    claimant,
    sql`
      select workspace_id, id from runs
      where status = 'queued' and gate is null
        ${olderThanMs > 0 ? sql`and id < run_id_at(now() - make_interval(secs => ${olderThanMs / 1_000}))` : sql``}
      ${inTurn(sql)} limit ${limit} for update skip locked`,
  );
}

/** Claims those of these runs that are queued and have no gate. One that somebody else is claiming now is left to it. */
export function claimHandedRuns(
  sql: Sql,
  {
    runs,
    ...claimant
  }: Claimant & { readonly runs: readonly { readonly workspaceId: WorkspaceId; readonly runId: RunId }[] },
): Promise<readonly QueuedRunClaim[]> {
  return claimWithStart(
    sql,
    claimant,
    sql`
      select runs.workspace_id, runs.id from runs
      join unnest(
        ${runs.map((run) => run.workspaceId)}::text[], ${runs.map((run) => run.runId)}::text[]
      ) as handed (workspace_id, id) on runs.workspace_id = handed.workspace_id and runs.id = handed.id
      where runs.status = 'queued' and runs.gate is null
      for update of runs skip locked`,
  );
}

export type Gate = { readonly workspaceId: WorkspaceId; readonly gate: WorkflowId };

/**
 * Claims queued runs of one workflow, as many as may be under way beside those that are. The gate is locked, so that two
 * processes cannot let the same place be taken twice.
 */
export function claimGatedRuns(
  sql: Sql,
  { workspaceId, gate, limit, ...claimant }: Claimant & Gate & { readonly limit: number },
): Promise<readonly QueuedRunClaim[]> {
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`${workspaceId} ${gate}`}, 0))`;
    // A statement of its own: it must see what was committed before the lock was ours.
    return await claimWithStart(
      tx as unknown as Sql,
      claimant,
      sql`
        select workspace_id, id from runs
        where status = 'queued' and (workspace_id, id) in (
          select workspace_id, id from (
            select workspace_id, id, gate_limit, row_number() over (${inTurn(sql)}) as place from runs
            where workspace_id = ${workspaceId} and gate = ${gate} and status = 'queued'
            ${inTurn(sql)} limit ${limit}
          ) as turn
          where place <= gate_limit - (
            select count(*) from runs
            where workspace_id = ${workspaceId} and gate = ${gate} and status in ('running', 'waiting', 'quarantined')
          )
        )
        for update skip locked`,
    );
  });
}

async function claimWithStart(
  sql: Sql,
  claimant: Claimant,
  candidates: ReturnType<Sql>,
): Promise<readonly QueuedRunClaim[]> {
  const rows = await sql<(ClaimedRun & { data: JsonObject; at: number; priority: number })[]>`
    with claimed as (${claiming(sql, claimant, candidates)})
    select claimed.*, data, extract(epoch from at)::float8 * 1000 as at
    from claimed join events on events.workspace_id = claimed."workspaceId" and run_id = claimed.id and seq = 1
    order by claimed.id`;
  return rows.map(({ data, at, ...run }) => ({
    ...run,
    started: { ...data, type: "run.started", seq: 1, at: Math.round(at) } as RunEvent,
  }));
}

/** Workflows with a limit that have queued runs: one look into the index for each of them, however many runs wait. */
export async function findGates(sql: Sql): Promise<readonly Gate[]> {
  const next = (after: ReturnType<Sql>) => sql`
    select workspace_id, gate from runs
    where gate is not null and status = 'queued' ${after} order by workspace_id, gate limit 1`;
  return await sql<Gate[]>`
    with recursive gates as (
      (${next(sql``)})
      union all
      select following.* from gates, lateral (
        ${next(sql`and (workspace_id, gate) > (gates.workspace_id, gates.gate)`)}
      ) as following
    )
    select workspace_id as "workspaceId", gate from gates`;
}

/** The gate that a queued run waits at; null for any other run. */
export async function findGateOf(
  sql: Sql,
  { workspaceId, runId }: { readonly workspaceId: WorkspaceId; readonly runId: RunId },
): Promise<Gate | null> {
  const [gate] = await sql<Gate[]>`
    select workspace_id as "workspaceId", gate from runs
    where workspace_id = ${workspaceId} and id = ${runId} and status = 'queued' and gate is not null`;
  return gate ?? null;
}

/** Runs of a workflow beyond the newest so many that have not ended, the oldest first: those that newer ones replace. */
export async function findReplaced(
  sql: Sql,
  { workspaceId, gate, limit }: Gate & { readonly limit: number },
): Promise<readonly RunId[]> {
  const rows = await sql<{ id: RunId }[]>`
    select id from (
      select id from runs
      where workspace_id = ${workspaceId} and gate = ${gate} and status in ('queued', 'running', 'waiting', 'quarantined')
      order by id desc offset ${limit}
    ) as replaced order by id`;
  return rows.map((row) => row.id);
}
