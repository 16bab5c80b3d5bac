import { and, eq, ne, sql } from "drizzle-orm";
import type { Sql } from "postgres";
import type { WorkspaceId } from "../../core/id.ts";
import type { AppTransaction } from "../client.ts";
import { breakers } from "../schema/index.ts";

/** A host of a workspace, `host:port` in lower case. */
export type HostAt = { readonly workspaceId: WorkspaceId; readonly host: string };

export type BreakerRow = {
  readonly state: "closed" | "open" | "half-open";
  readonly failures: number;
  /** Milliseconds until it may be tried again; 0 or less when it may be now. By the clock of the database. */
  readonly leftMs: number;
};

/** How a breaker behaves; see server/effects/breaker. */
export type BreakerLimits = {
  /** So many failures in a row open it. */
  readonly failures: number;
  /** How long it stays open the first time; twice as long each further time. */
  readonly openMs: number;
  readonly openMsMax: number;
};

const row = (sql: Sql) => sql`
  state, failures,
  coalesce(
    extract(epoch from (case state when 'open' then open_until when 'half-open' then probe_until end) - now()), 0
  )::float8 * 1000 as "leftMs"`;

const backoff = (sql: Sql, { openMs, openMsMax }: BreakerLimits, openings: ReturnType<Sql>) => sql`
  now() + make_interval(secs => least(${openMs} * power(2, least(${openings}, 30)), ${openMsMax}) / 1000)`;

/** Null when the host has not failed since it last worked. */
export async function readBreaker(sql: Sql, { workspaceId, host }: HostAt): Promise<BreakerRow | null> {
  const [found] = await sql<BreakerRow[]>`
    select ${row(sql)} from breakers where workspace_id = ${workspaceId} and host = ${host}`;
  return found ?? null;
}

/** Counts a failure while the breaker is closed, and opens it with the last one. One that comes later changes nothing. */
export async function countFailure(
  sql: Sql,
  { workspaceId, host }: HostAt,
  { failure, limits }: { readonly failure: string; readonly limits: BreakerLimits },
): Promise<BreakerRow | null> {
  const opens = sql`b.failures + 1 >= ${limits.failures}`;
  const [changed] = await sql<BreakerRow[]>`
    insert into breakers as b (workspace_id, host, state, failures, last_failure)
    values (${workspaceId}, ${host}, 'closed', 1, ${failure})
    on conflict (workspace_id, host) do update set
      failures = b.failures + 1, last_failure = excluded.last_failure, updated_at = now(),
      state = case when ${opens} then 'open' else 'closed' end,
      openings = case when ${opens} then b.openings + 1 else b.openings end,
      open_until = case when ${opens} then ${backoff(sql, limits, sql`b.openings`)} end
    where b.state = 'closed'
    returning ${row(sql)}`;
  return changed ?? (await readBreaker(sql, { workspaceId, host }));
}

/** Forgets the failures of a closed breaker. */
export async function forgetFailures(sql: Sql, { workspaceId, host }: HostAt): Promise<void> {
  await sql`delete from breakers where workspace_id = ${workspaceId} and host = ${host} and state = 'closed'`;
}

/** Makes the caller the one who tries a host that may be tried again; false when somebody else is. */
export async function takeProbe(sql: Sql, { workspaceId, host }: HostAt, probeMs: number): Promise<boolean> {
  const taken = await sql`
    update breakers set
      state = 'half-open', probe_until = now() + make_interval(secs => ${probeMs / 1000}), updated_at = now()
    where workspace_id = ${workspaceId} and host = ${host}
      and ((state = 'open' and open_until <= now()) or (state = 'half-open' and probe_until <= now()))
    returning 1`;
  return taken.length > 0;
}

/** The probe failed: open again, for longer. */
export async function failProbe(
  sql: Sql,
  { workspaceId, host }: HostAt,
  { failure, limits }: { readonly failure: string; readonly limits: BreakerLimits },
): Promise<void> {
  await sql`
    update breakers as b set
      state = 'open', openings = b.openings + 1, open_until = ${backoff(sql, limits, sql`b.openings`)},
      failures = b.failures + 1, last_failure = ${failure}, probe_until = null, updated_at = now()
    where workspace_id = ${workspaceId} and host = ${host} and state = 'half-open'`;
}

/** The probe said nothing about the host, as when its run was cancelled: the next one tries. */
export async function giveBackProbe(sql: Sql, { workspaceId, host }: HostAt): Promise<void> {
  await sql`
    update breakers set state = 'open', open_until = now(), probe_until = null, updated_at = now()
    where workspace_id = ${workspaceId} and host = ${host} and state = 'half-open'`;
}

/** The host works again. */
export async function closeBreaker(sql: Sql, { workspaceId, host }: HostAt): Promise<void> {
  await sql`delete from breakers where workspace_id = ${workspaceId} and host = ${host}`;
}

export type OpenBreaker = {
  readonly host: string;
  readonly state: "open" | "half-open";
  /** Milliseconds until somebody may try it, 0 when somebody may or does. */
  readonly leftMs: number;
  readonly lastFailure: string | null;
};

/** The hosts of a workspace that are left alone now. */
export async function listOpenBreakers(
  tx: AppTransaction,
  { workspaceId }: { readonly workspaceId: WorkspaceId },
): Promise<readonly OpenBreaker[]> {
  return await tx
    .select({
      host: breakers.host,
      state: sql<"open" | "half-open">`${breakers.state}`,
      leftMs: sql<number>`greatest(0, coalesce(
        case ${breakers.state} when 'open' then extract(epoch from ${breakers.openUntil} - now()) end, 0) * 1000)::float8`,
      lastFailure: breakers.lastFailure,
    })
    .from(breakers)
    .where(and(eq(breakers.workspaceId, workspaceId), ne(breakers.state, "closed")))
    .orderBy(breakers.host)
    .limit(1_000);
}
