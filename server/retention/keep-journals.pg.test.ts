import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RunId, WorkflowId, WorkspaceId } from "#core/id.ts";
import { openKeeper } from "#db/client.ts";
import { ensurePartitions } from "#db/migrate.ts";
import { insertFile } from "#db/queries/files.ts";
import { appendBatch } from "#db/queries/journal.ts";
import { dropPastWeeks, sweepBlobs } from "#db/queries/retention.ts";
import { testDatabase } from "#db/testing.ts";
import { newRunId } from "../run/drive/new-run-id.ts";
import { removePast } from "./keep-journals.ts";

const database = testDatabase();
let keeper: Sql;
let owner: Sql;
const at = { workspaceId: "ws_kept" as WorkspaceId, workflowId: "wf_kept" as WorkflowId };
const dayMs = 86_400_000;

beforeAll(async () => {
  keeper = openKeeper(database.url);
  owner = postgres(database.url, { max: 1, onnotice: () => undefined });
  await asApp((sql) => sql`insert into workspaces (workspace_id, name) values (${at.workspaceId}, 'Kept')`);
});

afterAll(async () => {
  await Promise.all([keeper.end(), owner.end()]);
});

beforeEach(async () => {
  await owner`truncate runs, events, blob_uses, run_inbox, tasks, emissions, run_keys, workflow_usage`;
  await owner`truncate blobs cascade`;
});

const asApp = async (fn: (sql: Sql) => Promise<unknown>) => {
  await database.databases.app.$client.begin(async (sql) => {
    await sql`select set_config('heddle.workspace_id', ${at.workspaceId}, true)`;
    await fn(sql as unknown as Sql);
  });
};

type OldRun = {
  readonly daysAgo: number;
  readonly endedDaysAgo?: number | null;
  readonly workflowId?: WorkflowId;
  readonly blob?: string;
};

/** Makes the partition of a past week, as it was there when its runs were accepted. */
async function weekOf(daysAgo: number): Promise<string> {
  const [row] = await owner`
    select to_char(date_trunc('week', now() at time zone 'UTC' - make_interval(days => ${daysAgo})), 'IYYY"w"IW') as week,
      date_trunc('week', now() at time zone 'UTC' - make_interval(days => ${daysAgo})) as monday`;
  for (const parent of ["runs", "events"]) {
    const [bounds] = await owner`
      select run_id_at(${row?.monday}::timestamp at time zone 'UTC') as "from",
        run_id_at((${row?.monday}::timestamp + interval '7 days') at time zone 'UTC') as "to"`;
    await owner.unsafe(
      `create table if not exists ${parent}_${row?.week} partition of ${parent} for values from ('${bounds?.from}') to ('${bounds?.to}')`,
    );
  }
  return row?.week;
}

/** A run as the engine writes it, of so many days ago; one that has not ended waits. */
async function oldRun({ daysAgo, endedDaysAgo = daysAgo, workflowId = at.workflowId, blob }: OldRun): Promise<RunId> {
  const startedAt = Date.now() - daysAgo * dayMs;
  const id = newRunId(startedAt);
  const { workspaceId } = at;
  const value = blob === undefined ? '{"value":1}' : `{"blob":"${hashOf(blob)}","bytes":${blob.length}}`;
  await appendBatch(database.databases.engine, {
    owner: "test/a",
    leaseSeconds: 30,
    again: false,
    entries: [
      {
        workspaceId,
        workflowId,
        runId: id,
        epoch: 1,
        accept: {
          ...{
            workspaceId,
            id,
            workflowId,
            versionId: null,
            planHash: "plan",
            mode: "live",
            pins: null,
            createdBy: null,
          },
          ...{ triggerNode: "n_t" as never, triggerKind: "manual", startedAt },
        },
        events: [{ seq: 1, type: "run.started", data: `{"trigger":"n_t","input":${value}}`, at: startedAt }],
        blobs: blob === undefined ? [] : [{ hash: hashOf(blob), json: JSON.stringify(blob), bytes: blob.length }],
        change: {
          status: endedDaysAgo === null ? "waiting" : "succeeded",
          endedAt: endedDaysAgo === null ? null : Date.now() - endedDaysAgo * dayMs,
          ...{ failure: null, failedNode: null, wakeAt: null },
        },
      },
    ],
  });
  return id;
}

const hashOf = (text: string) => Buffer.from(text).toString("hex").padEnd(64, "0").slice(0, 64);
const idsIn = async (table: "runs" | "events" | "run_inbox" | "blob_uses") => {
  const column = table === "runs" ? "id" : "run_id";
  const rows = await owner.unsafe<{ id: RunId }[]>(`select distinct ${column} as id from ${table} order by 1`);
  return rows.map((row) => row.id);
};
const hashesLeft = async () => (await owner`select hash from blobs order by hash`).map((row) => row.hash);
const remove = () => removePast(keeper, { retentionDays: 30, blobIdleSeconds: 0 });

describe("retention", () => {
  test("drops the partitions of a week whose runs have all ended long enough ago, with all that belonged to them", async () => {
    const week = await weekOf(60);
    const gone = await oldRun({ daysAgo: 60, blob: "gone with its run" });
    const kept = await oldRun({ daysAgo: 1, blob: "still in use" });
    await owner`
      insert into run_inbox (workspace_id, run_id, activation, name, value)
      values (${at.workspaceId}, ${gone}, 'n_a', 'signal/a', '{"value":1}')`;
    expect(await remove()).toEqual({ weeks: [week], runs: 0, blobs: 1 });
    for (const table of ["runs", "events", "blob_uses"] as const) expect(await idsIn(table)).toEqual([kept]);
    expect(await idsIn("run_inbox")).toEqual([]);
    expect(await hashesLeft()).toEqual([hashOf("still in use")]);
    const parts = await owner`select inhrelid::regclass::text as name from pg_inherits`;
    expect(parts.map((part) => part.name)).not.toContain(`runs_${week}`);
  });

  test("keeps a week in which a run still waits or ended lately, and removes the others in it one by one", async () => {
    await weekOf(67);
    const waiting = await oldRun({ daysAgo: 67, endedDaysAgo: null });
    const late = await oldRun({ daysAgo: 67, endedDaysAgo: 3 });
    await oldRun({ daysAgo: 67 });
    expect(await remove()).toMatchObject({ weeks: [], runs: 1 });
    expect(await idsIn("runs")).toEqual([waiting, late].sort());
    expect(await idsIn("events")).toEqual([waiting, late].sort());
  });

  test("removes the runs of a workflow as early as its live version says, and no others", async () => {
    const short = "wf_short" as WorkflowId;
    await asApp(async (sql) => {
      const plan = { format: 1, nodes: [], edges: [], settings: { retentionDays: 2 } };
      await sql`insert into workflows (workspace_id, id, title, created_by, live_version_id)
        values (${at.workspaceId}, ${short}, 'Short', 'user_1', 'ver_short') on conflict do nothing`;
      await sql`insert into plans (workspace_id, hash, plan, graph)
        values (${at.workspaceId}, 'short', ${JSON.stringify(plan)}::text::json, '{}') on conflict do nothing`;
      await sql`insert into versions (workspace_id, id, workflow_id, number, plan_hash, notes, document, created_by)
        values (${at.workspaceId}, 'ver_short', ${short}, 1, 'short', '', '', 'user_1') on conflict do nothing`;
    });
    await oldRun({ daysAgo: 5, workflowId: short });
    const left = [await oldRun({ daysAgo: 5 }), await oldRun({ daysAgo: 1, workflowId: short })];
    expect(await remove()).toMatchObject({ runs: 1 });
    expect(await idsIn("runs")).toEqual(left.sort());
  });

  test("subtracts what it removes from what is counted", async () => {
    const id = await oldRun({ daysAgo: 40 });
    const [row] = await owner`
      insert into workflow_usage (workspace_id, workflow_id, week, runs, bytes)
      select ${at.workspaceId}, ${at.workflowId},
        to_char(to_timestamp(('x' || substr(${id}, 5, 12))::bit(48)::bigint / 1000.0) at time zone 'UTC', 'IYYY"w"IW'), 7, 1000
      returning week`;
    expect(row?.week).toMatch(/^\d{4}w\d{2}$/);
    expect(await remove()).toMatchObject({ runs: 1 });
    const [usage] = await owner`select runs, bytes::int from workflow_usage`;
    expect(usage?.runs).toBe(6);
    expect(usage?.bytes).toBeLessThan(1_000);
    expect(usage?.bytes).toBeGreaterThan(900);
  });

  test("removes keys that have run out and keeps the others", async () => {
    await owner`
      insert into run_keys (workspace_id, key, run_id, expires_at)
      values (${at.workspaceId}, 'old', 'run_1', now() - interval '1 minute'),
        (${at.workspaceId}, 'new', 'run_1', now() + interval '1 minute')`;
    await remove();
    expect((await owner`select key from run_keys`).map((row) => row.key)).toEqual(["new"]);
  });

  test("forgets the breakers of hosts that nobody has called for a day and keeps the others", async () => {
    const { engine } = database.databases;
    await engine`
      insert into breakers (workspace_id, host, state, updated_at)
      values (${at.workspaceId}, 'once.example:443', 'closed', now() - interval '25 hours'),
        (${at.workspaceId}, 'away.example:443', 'open', now() - interval '25 hours'),
        (${at.workspaceId}, 'now.example:443', 'open', now())`;
    await remove();
    expect((await engine`select host from breakers`).map((row) => row.host)).toEqual(["now.example:443"]);
  });

  test("makes no week of the future or of now go", async () => {
    for (const week of ["2999w01", "events_2020w01; drop table runs", "2020w1"]) {
      await expect(keeper`select drop_run_partitions(${week})`).rejects.toMatchObject({ code: "P0001" });
    }
    await ensurePartitions(database.url);
    expect(await dropPastWeeks(keeper, 1)).not.toContain(
      (await owner`select to_char(now() at time zone 'UTC', 'IYYY"w"IW') as week`)[0]?.week,
    );
  });
});

describe("blobs", () => {
  const idle = { idleSeconds: 60, limit: 100 };
  const age = () => owner`update blobs set used_at = now() - interval '2 hours'`;

  test("go when nothing refers to them: no journal, no file, no message", async () => {
    await oldRun({ daysAgo: 0, blob: "in a journal" });
    const content = Buffer.from("in a file");
    await insertFile(database.databases.engine, {
      ...{ workspaceId: at.workspaceId, id: "file_1234" as never, name: "a", mediaType: "text/plain" },
      ...{ content, hash: hashOf("in a file"), createdBy: null },
    });
    await owner`
      insert into blobs (workspace_id, hash, json, bytes)
      values (${at.workspaceId}, ${hashOf("sent")}, '1', 1), (${at.workspaceId}, ${hashOf("nobody's")}, '1', 1)`;
    await owner`
      insert into run_inbox (workspace_id, run_id, activation, name, value)
      values (${at.workspaceId}, 'run_1', 'n_a', 'signal/a', ${JSON.stringify({ blob: hashOf("sent"), bytes: 1 })}::text::json)`;
    expect(await sweepBlobs(keeper, idle)).toBe(0);
    await age();
    expect(await sweepBlobs(keeper, idle)).toBe(1);
    expect(await hashesLeft()).toEqual([hashOf("in a journal"), hashOf("in a file"), hashOf("sent")].sort());
  });

  test("that a new run uses while the sweep is about to delete them stay", async () => {
    await oldRun({ daysAgo: 0, blob: "used again" });
    await owner`truncate blob_uses`;
    await age();
    const names = { workspaceId: at.workspaceId, hash: hashOf("used again") };
    const engine = database.databases.engine;
    // A writer that has said that it uses the blob and has not committed: the sweep has chosen it and has to wait.
    const release = Promise.withResolvers<void>();
    const used = Promise.withResolvers<void>();
    const writing = engine.begin(async (sql) => {
      await sql`
        insert into blobs as known (workspace_id, hash, json, bytes) values (${names.workspaceId}, ${names.hash}, '1', 1)
        on conflict (workspace_id, hash) do update set used_at = now() where known.used_at < now() - interval '10 minutes'`;
      await sql`insert into blob_uses (workspace_id, hash, run_id) values (${names.workspaceId}, ${names.hash}, 'run_2')`;
      used.resolve();
      await release.promise;
    });
    await used.promise;
    const sweeping = sweepBlobs(keeper, idle);
    await waits("heddle_keeper");
    release.resolve();
    await writing;
    expect(await sweeping).toBe(0);
    expect(await hashesLeft()).toEqual([names.hash]);
  });

  test("that the sweep has deleted at that very moment are written anew by the run that uses them", async () => {
    await oldRun({ daysAgo: 0, blob: "comes back" });
    await owner`truncate blob_uses`;
    await age();
    const release = Promise.withResolvers<void>();
    const swept = Promise.withResolvers<void>();
    const sweeping = keeper.begin(async (sql) => {
      expect(await sweepBlobs(sql as unknown as Sql, idle)).toBe(1);
      swept.resolve();
      await release.promise;
    });
    await swept.promise;
    const writing = oldRun({ daysAgo: 0, blob: "comes back" });
    await waits("heddle_engine");
    release.resolve();
    await sweeping;
    const id = await writing;
    expect(await hashesLeft()).toEqual([hashOf("comes back")]);
    expect(await idsIn("blob_uses")).toEqual([id]);
  });

  /** Resolves when a connection under this role waits for a lock. */
  async function waits(role: string): Promise<void> {
    for (;;) {
      const [row] = await owner`
        select from pg_stat_activity
        where application_name = ${role} and datname = current_database() and wait_event_type = 'Lock'`;
      if (row) return;
    }
  }
});

test("r9 the keeper may remove what is past retention and nothing else", async () => {
  const attacks = [
    "update runs set status = 'failed'",
    "delete from workflows",
    "delete from versions",
    "select * from users",
  ];
  const outcomes = await Promise.allSettled(attacks.map((attack) => keeper.unsafe(attack)));
  for (const outcome of outcomes) expect(outcome).toMatchObject({ status: "rejected", reason: { code: "42501" } });
  await expect(database.databases.engine`select drop_run_partitions('2020w01')`).rejects.toMatchObject({
    code: "42501",
  });
});
