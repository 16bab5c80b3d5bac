import type { Sql } from "postgres";
import { beforeAll, expect, test } from "vitest";
import type { NodeId, RunId, WorkspaceId } from "../core/id.ts";
import { sendToRun } from "./queries/inbox.ts";
import { readInboxes } from "./queries/read-inboxes.ts";
import { testDatabase } from "./testing.ts";

const database = testDatabase();
const workspaceId = "ws_inbox" as WorkspaceId;
const n1 = "n_1" as NodeId;
let made = 0;

beforeAll(async () => {
  await database.databases.app.$client.begin(async (sql) => {
    await sql`select set_config('heddle.workspace_id', ${workspaceId}, true)`;
    await sql`insert into workspaces (workspace_id, name) values (${workspaceId}, 'Inbox')`;
  });
});

async function runThat(status: string): Promise<RunId> {
  made += 1;
  const id = `run_01900000-0000-7000-8000-${String(made).padStart(12, "0")}` as RunId;
  await database.databases.engine`
    insert into runs (workspace_id, id, workflow_id, plan_hash, mode, trigger_node, trigger_kind, status, created_at)
    values (${workspaceId}, ${id}, 'wf_1', 'hash', 'live', 'n_t', 'manual', ${status}, now())`;
  return id;
}

function send(runId: RunId, name = "signal/", sql: Sql = database.databases.engine) {
  return sendToRun(sql, { workspaceId, runId, activation: n1, name, value: { value: { name } }, sentBy: null });
}

async function runRow(id: RunId) {
  const [row] = await database.databases.engine<{ messages: number; isWoken: boolean }[]>`
    select messages, wake_at is not null and wake_at <= now() as "isWoken" from runs where id = ${id}`;
  return row;
}

async function inboxOf(id: RunId): Promise<readonly string[]> {
  const rows = await database.databases.engine<{ name: string }[]>`
    select name from run_inbox where run_id = ${id} order by name`;
  return rows.map((row) => row.name);
}

/** Waits until a statement of this database waits for a lock, so that two are certainly at it at once. */
async function untilBlocked(): Promise<void> {
  const blocked = () => database.databases.app.$client`
    select 1 from pg_locks
    where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`;
  await expect.poll(async () => (await blocked()).length, { interval: 5, timeout: 10_000 }).toBe(1);
}

test("a message wakes a run that waits and is counted; the same one again changes nothing", async () => {
  const id = await runThat("waiting");
  expect(await send(id)).toBe("sent");
  expect(await runRow(id)).toEqual({ messages: 1, isWoken: true });
  expect(await send(id)).toBe("again");
  expect(await runRow(id)).toEqual({ messages: 1, isWoken: true });
  expect(await send(id, "signal/other")).toBe("sent");
  expect(await inboxOf(id)).toEqual(["signal/", "signal/other"]);
});

test("a run that is driven is not made to wait, only counted", async () => {
  const id = await runThat("running");
  expect(await send(id)).toBe("sent");
  expect(await runRow(id)).toEqual({ messages: 1, isWoken: false });
});

test.each(["succeeded", "failed", "cancelled"])("a run that has %s takes nothing", async (status) => {
  const id = await runThat(status);
  expect(await send(id)).toBe("ended");
  expect(await inboxOf(id)).toEqual([]);
});

test.each(["a\u0000b", "half \ud83d of a pair"])("a message with %j arrives whole", async (odd) => {
  const { engine } = database.databases;
  const runId = await runThat("waiting");
  const message = { workspaceId, runId, activation: n1, name: "signal/", value: { value: { odd } }, sentBy: null };
  expect(await sendToRun(engine, message)).toBe("sent");
  const [inbox] = await readInboxes(engine, [{ workspaceId, runId }]);
  expect(inbox?.waiting.map(({ value }) => value)).toEqual([{ value: { odd } }]);
});

test("a run of another workspace is unknown, and so is one that never was", async () => {
  const id = await runThat("waiting");
  const elsewhere = { workspaceId: "ws_other" as WorkspaceId, activation: n1, name: "signal/", sentBy: null };
  const value = { value: null };
  expect(await sendToRun(database.databases.engine, { ...elsewhere, runId: id, value })).toBe("unknown");
  expect(await send("run_01900000-0000-7000-8000-ffffffffffff" as RunId)).toBe("unknown");
  expect(await inboxOf(id)).toEqual([]);
});

test("of 24 senders of the same message at once one is first, and every different message is counted", async () => {
  const id = await runThat("waiting");
  const same = await Promise.all(Array.from({ length: 24 }, () => send(id)));
  expect(same.filter((sent) => sent === "sent")).toHaveLength(1);
  expect(same.filter((sent) => sent === "again")).toHaveLength(23);
  const different = await Promise.all(Array.from({ length: 24 }, (_, at) => send(id, `signal/${at}`)));
  expect(different).toEqual(Array.from({ length: 24 }, () => "sent"));
  expect(await runRow(id)).toEqual({ messages: 25, isWoken: true });
});

test("a message that comes while the run is being put away wakes it", async () => {
  const id = await runThat("running");
  const { engine } = database.databases;
  let sending: Promise<string> | undefined;
  await engine.begin(async (parking) => {
    await parking`update runs set status = 'waiting', wake_at = null where id = ${id}`;
    sending = send(id);
    await untilBlocked();
  });
  expect(await sending).toBe("sent");
  expect(await runRow(id)).toEqual({ messages: 1, isWoken: true });
});

test("a message that comes while the run ends is refused", async () => {
  const id = await runThat("running");
  let sending: Promise<string> | undefined;
  await database.databases.engine.begin(async (ending) => {
    await ending`update runs set status = 'succeeded' where id = ${id}`;
    sending = send(id);
    await untilBlocked();
  });
  expect(await sending).toBe("ended");
  expect(await inboxOf(id)).toEqual([]);
});

test("a run that is put away while a message is being sent sees the larger count", async () => {
  const id = await runThat("running");
  let parking: Promise<unknown> | undefined;
  await database.databases.engine.begin(async (sender) => {
    expect(await send(id, "signal/", sender as unknown as Sql)).toBe("sent");
    parking = database.databases.engine`
      update runs set status = 'waiting', wake_at = case when messages > 0 then now() end where id = ${id}`.execute();
    await untilBlocked();
  });
  await parking;
  expect(await runRow(id)).toEqual({ messages: 1, isWoken: true });
});
