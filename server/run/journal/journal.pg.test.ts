import postgres, { type Sql } from "postgres";
import { expect, test } from "vitest";
import type { RunId } from "#core/id.ts";
import { sendToRun } from "#db/queries/inbox.ts";
import type { JournalEntry } from "#db/queries/journal.ts";
import { testDatabase } from "#db/testing.ts";
import { createLogger } from "../../log.ts";
import { newRunId } from "../drive/new-run-id.ts";
import { prepare } from "../testing/engine-of.ts";
import { chainOfFive, workflowId, workspaceId } from "../testing/plans.ts";
import { until } from "../testing/until.ts";
import { type AppendResult, createJournal, type Journal } from "./journal.ts";

const database = testDatabase();

const open = (owner: string) =>
  createJournal({ sql: database.databases.engine, owner, leaseSeconds: 30, log: createLogger("silent") });

const append = (journal: Journal, entry: JournalEntry) =>
  new Promise<AppendResult>((resolve) => journal.append(entry, resolve));

const accepting = (runId: RunId, data = '{"n":1}'): JournalEntry => ({
  workspaceId,
  workflowId,
  runId,
  epoch: 1,
  accept: {
    workspaceId,
    id: runId,
    workflowId,
    versionId: null,
    planHash: "plan",
    mode: "live",
    triggerNode: "n_t" as never,
    triggerKind: "manual",
    pins: null,
    createdBy: null,
    startedAt: 1_700_000_000_000,
  },
  events: [{ seq: 1, type: "run.started", data, at: 1_700_000_000_000 }],
  blobs: [],
  change: null,
});

const going = (runId: RunId, seq: number, epoch = 1): JournalEntry => ({
  ...accepting(runId),
  epoch,
  accept: null,
  events: [{ seq, type: "run.succeeded", data: "{}", at: 1_700_000_000_000 }],
});

const seqsOf = async (runId: RunId) => {
  const rows = await database.databases.engine`select seq from events where run_id = ${runId} order by seq`;
  return rows.map((row) => row.seq);
};

test("entries of many runs go out together, each run's in order", async () => {
  const journal = open("test/a");
  const runs = Array.from({ length: 200 }, () => newRunId(Date.now()));
  const results = await Promise.all(
    runs.flatMap((runId) => [
      append(journal, accepting(runId)),
      append(journal, going(runId, 2)),
      append(journal, going(runId, 3)),
    ]),
  );
  expect(new Set(results)).toEqual(new Set(["durable"]));
  for (const runId of runs) expect(await seqsOf(runId)).toEqual([1, 2, 3]);
});

test("what was appended so far is waited for, and not what comes meanwhile without end", async () => {
  const journal = open("test/a");
  let isOver = false;
  const next = () => {
    if (!isOver) journal.append(accepting(newRunId(Date.now())), next);
  };
  next();
  const inFlight = newRunId(Date.now());
  await append(journal, accepting(inFlight));
  const queued = newRunId(Date.now());
  journal.append(accepting(queued), () => undefined);
  await journal.drained();
  isOver = true;
  for (const runId of [inFlight, queued]) expect(await seqsOf(runId)).toEqual([1]);
  await journal.drained();
});

test("one entry that the database refuses costs no other entry anything", async () => {
  const journal = open("test/a");
  const runs = Array.from({ length: 9 }, () => newRunId(Date.now()));
  const results = await Promise.all(
    runs.map((runId, at) => append(journal, accepting(runId, at === 4 ? "not JSON" : "{}"))),
  );
  expect(results.map((result, at) => [at, result]).filter(([, result]) => result !== "durable")).toEqual([
    [4, "refused"],
  ]);
  expect(await Promise.all(runs.map(seqsOf))).toEqual(runs.map((_, at) => (at === 4 ? [] : [1])));
});

test("a writer whose run was claimed by another can append nothing more, and others in its batch can", async () => {
  const journal = open("test/a");
  const [taken, kept] = [newRunId(Date.now()), newRunId(Date.now())];
  await Promise.all([append(journal, accepting(taken)), append(journal, accepting(kept))]);
  await database.databases.engine`update runs set owner = 'test/b', epoch = 2 where id = ${taken}`;
  expect(await Promise.all([append(journal, going(taken, 2)), append(journal, going(kept, 2))])).toEqual([
    "fenced",
    "durable",
  ]);
  expect(await seqsOf(taken)).toEqual([1]);
  expect(await append(open("test/b"), going(taken, 2, 2))).toBe("durable");
});

/** The engine's pool, whose answers to the given numbers of statements get lost after they were carried out. */
const losing = (lost: ReadonlySet<number>, error = Object.assign(new Error("lost"), { code: "CONNECTION_CLOSED" })) => {
  let count = 0;
  return new Proxy(database.databases.engine, {
    apply(target, self, args) {
      const query = Reflect.apply(target, self, args);
      const [strings] = args as [readonly string[]];
      // Parts of statements are made by the same function; only whole ones begin so.
      if (!strings[0]?.trimStart().startsWith("with")) return query;
      count += 1;
      const lose = () => Promise.reject(error);
      return lost.has(count) ? query.then(lose, lose) : query;
    },
  });
};

const ending = (runId: RunId, seq: number): JournalEntry => ({
  ...going(runId, seq),
  change: { status: "succeeded", endedAt: 1_700_000_000_500, failure: null, failedNode: null, wakeAt: null },
});

test("the end of a run is durable, not lost to somebody else, when only the answer to its commit got lost", async () => {
  const sql = losing(new Set([2]));
  const journal = createJournal({ sql, owner: "test/a", leaseSeconds: 30, log: createLogger("silent") });
  const runId = newRunId(Date.now());
  expect(await append(journal, accepting(runId))).toBe("durable");
  expect(await append(journal, ending(runId, 2))).toBe("durable");
  expect(await seqsOf(runId)).toEqual([1, 2]);
});

test("runs are accepted again when the first thing that a returned database does is to refuse an entry", async () => {
  const sql = losing(new Set([2]));
  const journal = createJournal({ sql, owner: "test/a", leaseSeconds: 30, log: createLogger("silent") });
  const runId = newRunId(Date.now());
  await append(journal, accepting(runId));
  const [event] = going(runId, 2).events;
  const bad = { ...going(runId, 2), events: event ? [{ ...event, data: "not JSON" }] : [] };
  expect(await append(journal, bad)).toBe("refused");
  expect(journal.isAccepting()).toBe(true);
});

const keyed = (runId: RunId, text: string): JournalEntry => {
  const entry = accepting(runId);
  const admission = { key: { text, windowMs: 60_000 }, priority: 0, gate: null, deadlineAt: null, recordedFrom: null };
  return { ...entry, accept: entry.accept && { ...entry.accept, admission } };
};

test("of entries with the same key one is written, in one batch and across batches, and the others name it", async () => {
  const journal = open("test/a");
  const runs = Array.from({ length: 6 }, () => newRunId(Date.now()));
  const [first, ...others] = await Promise.all(runs.map((runId) => append(journal, keyed(runId, "tick/1"))));
  expect(first).toBe("durable");
  for (const result of others) expect(result).toEqual({ duplicateOf: runs[0] });
  expect(await append(open("test/b"), keyed(newRunId(Date.now()), "tick/1"))).toEqual({ duplicateOf: runs[0] });
  const written = await database.databases.engine`
    select run_id from events where run_id = any(${runs}::text[]) union select id from runs where dedupe_key = 'tick/1'`;
  expect(written.map((row) => row.run_id)).toEqual([runs[0]]);
});

test("an entry with a key is durable, not its own duplicate, when only the answer to its commit got lost", async () => {
  const journal = createJournal({
    sql: losing(new Set([1])),
    owner: "test/a",
    leaseSeconds: 30,
    log: createLogger("silent"),
  });
  const runId = newRunId(Date.now());
  expect(await append(journal, keyed(runId, "tick/2"))).toBe("durable");
  expect(await seqsOf(runId)).toEqual([1]);
});

test("which journals name a blob is known: who stores it, and who only passes it on", async () => {
  await prepare(database.url, chainOfFive());
  const journal = open("test/a");
  const [stores, passes] = [newRunId(Date.now()), newRunId(Date.now())];
  const hash = "ab".repeat(32);
  const entry = accepting(stores, `{"input":{"blob":"${hash}","bytes":3}}`);
  await append(journal, { ...entry, blobs: [{ hash, json: "[1]", bytes: 3 }] });
  await append(journal, accepting(passes, `{"input":{"blob":"${hash}","bytes":3}}`));
  const rows = await database.databases.engine`select run_id from blob_uses where hash = ${hash} order by run_id`;
  expect(rows.map((row) => row.run_id)).toEqual([stores, passes].sort());
});

test("a run that goes to rest while a message for it is being committed wakes at once", async () => {
  // Who waits for a lock is shown to the owner alone.
  const owner = postgres(database.url, { max: 1 });
  const journal = open("test/a");
  const runId = newRunId(Date.now());
  await append(journal, accepting(runId));
  const [sent, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const sending = database.databases.engine.begin(async (sql) => {
    const message = { activation: "run", name: "cancel", value: { value: null }, sentBy: null } as const;
    expect(await sendToRun(sql as unknown as Sql, { workspaceId, runId, ...message })).toBe("sent");
    sent.resolve();
    await release.promise;
  });
  await sent.promise;
  const change = { status: "waiting", endedAt: null, failure: null, failedNode: null, wakeAt: null, seen: 0 } as const;
  const resting = append(journal, { ...going(runId, 2), change });
  const waits = async () => {
    const [row] = await owner`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return row ? true : null;
  };
  await until("the writer waits for the sender", waits);
  await owner.end();
  release.resolve();
  await sending;
  expect(await resting).toBe("durable");
  const [row] = await database.databases.engine`
    select status, messages, wake_at <= now() + interval '1 second' as "isWoken" from runs where id = ${runId}`;
  expect(row).toEqual({ status: "waiting", messages: 1, isWoken: true });
  expect(await seqsOf(runId)).toEqual([1, 2]);
});
