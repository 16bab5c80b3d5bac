import type { ISql, Sql } from "postgres";
import type { NodeId, RunId, WorkflowId, WorkspaceId } from "../../core/id.ts";
import type { RunEvent, RunStatus } from "../../core/schedule/event.ts";
import { busyRuns, insertRuns, type NewRunRow, readKeys, takeKeys } from "./accept-runs.ts";
import { type EntryExtras, extraStatements } from "./journal-extras.ts";

export type RunChange = {
  readonly status: RunStatus;
  /** Unix milliseconds; null while it has not ended. */
  readonly endedAt: number | null;
  /** JSON text of the failure, or null. */
  readonly failure: string | null;
  readonly failedNode: NodeId | null;
  /** Unix milliseconds at which a waiting run goes on; null for any other. */
  readonly wakeAt: number | null;
  /** Of a run that goes to rest: how many messages it knows of. One more in its row, and it wakes at once. */
  readonly seen?: number;
};

export type EventRow = {
  readonly seq: number;
  readonly type: RunEvent["type"];
  /** JSON text of the event without type, seq and at. */
  readonly data: string;
  /** Unix milliseconds. */
  readonly at: number;
};

export type BlobRow = { readonly hash: string; readonly json: string; readonly bytes: number };

/** What one run adds to its journal in one batch. */
export type JournalEntry = {
  readonly workspaceId: WorkspaceId;
  readonly workflowId: WorkflowId;
  readonly runId: RunId;
  readonly epoch: number;
  /** The run itself when this entry begins its journal; null afterwards. */
  readonly accept: NewRunRow | null;
  readonly events: readonly EventRow[];
  readonly blobs: readonly BlobRow[];
  /** The run's new status; null when it goes on running. */
  readonly change: RunChange | null;
  /** Null for almost all. */
  readonly extras?: EntryExtras | null;
};

export type JournalBatch = {
  readonly entries: readonly JournalEntry[];
  /** The process that writes; runs that it accepts and that go on are leased to it. */
  readonly owner: string;
  readonly leaseSeconds: number;
  /** True when an earlier try may have been written: what is there already is left as it is. */
  readonly again: boolean;
};

/** What was not written, by run; all else was. */
export type NotWritten = ReadonlyMap<RunId, Refusal>;

/**
 * `fenced`: somebody else has claimed the run (its epoch is stale). `busy`: its workflow has as many runs as it may and
 * takes no more. An earlier run holds its key.
 */
export type Refusal = "fenced" | "busy" | { readonly duplicateOf: RunId };

/**
 * Appends what many runs have to write, in one statement and one round trip, so in one commit; a batch with extras or
 * with runs that may be turned away takes a transaction. Answers what was not written.
 *
 * A run that begins and ends within one batch is one insert with its last status; that is every short webhook run.
 */
export async function appendBatch(sql: Sql, batch: JournalBatch): Promise<NotWritten> {
  const extras = batch.entries.flatMap((entry) => (entry.extras ? [{ ...entry, extras: entry.extras }] : []));
  const turnable = batch.entries.flatMap(({ accept }) =>
    accept?.admission?.gate?.whenBusy === "drop" ? [accept] : [],
  );
  if (extras.length + turnable.length === 0) return await append(sql, batch);
  return await sql.begin(async (tx) => {
    const busy = turnable.length > 0 ? await busyRuns(tx, turnable) : new Set<RunId>();
    const entries = batch.entries.filter((entry) => !busy.has(entry.runId));
    const admitted = extras.filter((entry) => !busy.has(entry.runId));
    const [refused] = await Promise.all([append(tx, { ...batch, entries }), ...extraStatements(tx, admitted)]);
    return new Map<RunId, Refusal>([...refused, ...[...busy].map((id) => [id, "busy"] as const)]);
  });
}

/** A pool, or a transaction in it. */
type Statements = ISql;

async function append(sql: Statements, batch: JournalBatch): Promise<NotWritten> {
  const { entries } = batch;
  const going = entries.filter((entry) => entry.accept === null);
  const keyed = entries.filter((entry) => entry.accept?.admission?.key);
  const accepted = entries.flatMap(({ accept: run, change }) =>
    run ? [{ run, change, status: change?.status ?? ("running" as const) }] : [],
  );
  if (entries.length === 0) return new Map();
  const runs = accepted.map(({ run }) => run);
  const inserted = accepted.length > 0 ? insertRuns(sql, accepted, batch) : sql``;
  const before = sql`${takeKeys(sql, runs, batch.again)} ${inserted} ${storeBlobs(sql, entries)}`;
  const after = sql`${noteBlobUses(sql, batch)} appended as (${insertEvents(sql, batch)})`;
  if (going.length + keyed.length === 0) {
    await sql`with ${before} ${after} select 1`;
    return new Map();
  }
  const fenced = going.length > 0 ? sql`${fenceRuns(sql, batch, going)} ${changeRuns(sql, going)}` : sql``;
  const fromFence = going.length > 0 ? sql`select id from fence` : sql`select null::text as id where false`;
  const fromKeys = keyed.length > 0 ? sql`union all select id from keyed` : sql``;
  const passed = await sql<{ id: RunId }[]>`
    with ${before} ${fenced} passing as (${fromFence} ${fromKeys}), ${after} select id from passing`;
  const fine = new Set(passed.map((row) => row.id));
  const refused = new Map<RunId, Refusal>();
  for (const { runId } of going) if (!fine.has(runId)) refused.set(runId, "fenced");
  const late = keyed.filter(({ runId }) => !fine.has(runId));
  if (late.length > 0) await findFirsts(sql, { ...batch, entries: late }, refused);
  return refused;
}

/** Runs whose key somebody else holds: who that is. A statement of its own, because its commit may be newer than ours. */
async function findFirsts(sql: Statements, batch: JournalBatch, refused: Map<RunId, Refusal>): Promise<void> {
  const wanted = batch.entries.map((entry) => ({ entry, key: entry.accept?.admission?.key?.text ?? "" }));
  const holders = await readKeys(
    sql,
    wanted.map(({ entry, key }) => ({ workspaceId: entry.workspaceId, key })),
  );
  const orphans: JournalEntry[] = [];
  for (const { entry, key } of wanted) {
    const first = holders.get(`${entry.workspaceId} ${key}`);
    if (first) refused.set(entry.runId, { duplicateOf: first });
    else orphans.push(entry);
  }
  // The key ran out and was removed in between.
  if (orphans.length === 0) return;
  for (const [id, refusal] of await append(sql, { ...batch, entries: orphans })) refused.set(id, refusal);
}

type Fragment = ReturnType<Sql>;

/**
 * The runs of this batch that are still ours. Locked until the commit, so that nobody claims one in between. One that has
 * ended or waits has no owner: under an epoch that nobody has raised, an earlier try of this very batch has written that.
 */
function fenceRuns(sql: Statements, { again, owner }: JournalBatch, going: readonly JournalEntry[]): Fragment {
  return sql`
    fence as (
      select runs.id from runs
      join unnest(
        ${going.map((entry) => entry.workspaceId)}::text[], ${going.map((entry) => entry.runId)}::text[],
        ${going.map((entry) => entry.epoch)}::int[]
      ) as held (workspace_id, id, epoch)
        on runs.workspace_id = held.workspace_id and runs.id = held.id and runs.epoch = held.epoch
      where runs.owner = ${owner} ${again ? sql`or runs.owner is null` : sql``}
      for share of runs
    ),`;
}

/**
 * Blobs are content: one that is there already is the same. Written with the entries that name them. One that is there is
 * locked, and marked as used when that was long ago, so that a sweep that runs at the same time leaves it.
 */
function storeBlobs(sql: Statements, entries: readonly JournalEntry[]): Fragment {
  const rows = new Map<string, BlobRow & { workspaceId: WorkspaceId }>();
  for (const { workspaceId, blobs } of entries) {
    for (const blob of blobs) rows.set(`${workspaceId} ${blob.hash}`, { ...blob, workspaceId });
  }
  if (rows.size === 0) return sql``;
  // In one order for everybody: two writers that store the same blobs cannot wait for each other in a circle.
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return sql`
    blobs_stored as (
      insert into blobs as known (workspace_id, hash, json, bytes)
      select workspace_id, hash, json::json, bytes
      from unnest(
        ${sorted.map((row) => row.workspaceId)}::text[], ${sorted.map((row) => row.hash)}::text[],
        ${sorted.map((row) => row.json)}::text[], ${sorted.map((row) => row.bytes)}::int[]
      ) as new (workspace_id, hash, json, bytes)
      on conflict (workspace_id, hash) do update set used_at = now()
        where known.used_at < now() - interval '10 minutes'
    ),`;
}

/** The new status of runs that were accepted in an earlier batch. Progress forgives earlier crashes. */
function changeRuns(sql: Statements, going: readonly JournalEntry[]): Fragment {
  const rows = going.flatMap(({ change, workspaceId, runId }) => (change ? [{ ...change, workspaceId, runId }] : []));
  if (rows.length === 0) return sql``;
  return sql`
    changed as (
      update runs set
        status = new.status, ended_at = to_timestamp(new.ended_at / 1000), failure = new.failure::json,
        failed_node = new.failed_node, attempts = 0,
        -- The row is locked: a message that came while the run went to rest has raised the count by now, or wakes it.
        wake_at = case
          when new.status <> 'waiting' then null
          when runs.messages > new.seen then now()
          else least(to_timestamp(new.wake_at / 1000), runs.deadline_at)
        end,
        owner = case new.status when 'running' then runs.owner end,
        lease_until = case new.status when 'running' then runs.lease_until end
      from unnest(
        ${rows.map((row) => row.workspaceId)}::text[], ${rows.map((row) => row.runId)}::text[],
        ${rows.map((row) => row.status)}::text[], ${rows.map((row) => row.endedAt)}::float8[],
        ${rows.map((row) => row.failure)}::text[], ${rows.map((row) => row.failedNode)}::text[],
        ${rows.map((row) => row.wakeAt)}::float8[], ${rows.map((row) => row.seen ?? 0)}::int[]
      ) as new (workspace_id, id, status, ended_at, failure, failed_node, wake_at, seen)
      where runs.workspace_id = new.workspace_id and runs.id = new.id and runs.id in (select id from fence)
    ),`;
}

const namedBlob = /"blob":"([0-9a-f]{64})"/g;

/** Which journals name which blobs. Read from the texts, so that one that only passes a blob on counts as well. */
function noteBlobUses(sql: Statements, { entries }: JournalBatch): Fragment {
  const uses = new Map<string, { readonly entry: JournalEntry; readonly hash: string }>();
  for (const entry of entries) {
    for (const { data } of entry.events) {
      if (!data.includes('"blob":"')) continue;
      for (const [, hash = ""] of data.matchAll(namedBlob)) uses.set(`${entry.runId} ${hash}`, { entry, hash });
    }
  }
  if (uses.size === 0) return sql``;
  const rows = [...uses.values()];
  return sql`
    blobs_used as (
      insert into blob_uses (workspace_id, hash, run_id)
      select workspace_id, hash, run_id from unnest(
        ${rows.map(({ entry }) => entry.workspaceId)}::text[], ${rows.map(({ hash }) => hash)}::text[],
        ${rows.map(({ entry }) => entry.runId)}::text[], ${rows.map(({ entry }) => freshness(entry))}::int[]
      ) as new (workspace_id, hash, run_id, fresh)
      ${isGuarded(entries) ? sql`where fresh = 1 or run_id in (select id from passing)` : sql``}
      on conflict do nothing
    ),`;
}

/** 1 for an entry that nothing can turn away; the others have to be in CTE `passing`. */
function freshness({ accept }: JournalEntry): 0 | 1 {
  return accept && !accept.admission?.key ? 1 : 0;
}

function isGuarded(entries: readonly JournalEntry[]): boolean {
  return entries.some((entry) => freshness(entry) === 0);
}

/**
 * Workspace and run go over the wire once a run, not once an event. Measured at 64 runs at once, against a bare append of
 * the same events: 0.66 and 0.71 of its rate, where arrays that repeat them for every event gave 0.50 and 0.44.
 */
function insertEvents(sql: Statements, { again, entries }: JournalBatch): Fragment {
  const places: number[] = [];
  const rows: EventRow[] = [];
  for (const [place, { events }] of entries.entries()) {
    for (const event of events) {
      places.push(place + 1);
      rows.push(event);
    }
  }
  return sql`
    insert into events (workspace_id, run_id, seq, type, data, at)
    select run.workspace_id, run.id, new.seq, new.type, new.data::json, to_timestamp(new.at / 1000)
    from unnest(
      ${places}::int[], ${rows.map((row) => row.seq)}::int[], ${rows.map((row) => row.type)}::text[],
      ${rows.map((row) => row.data)}::text[], ${rows.map((row) => row.at)}::float8[]
    ) as new (place, seq, type, data, at)
    join unnest(
      ${entries.map((entry) => entry.workspaceId)}::text[], ${entries.map((entry) => entry.runId)}::text[],
      ${entries.map(freshness)}::int[]
    ) with ordinality as run (workspace_id, id, fresh, place) on run.place = new.place
    ${isGuarded(entries) ? sql`where run.fresh = 1 or run.id in (select id from passing)` : sql``}
    ${again ? sql`on conflict do nothing` : sql``}`;
}
