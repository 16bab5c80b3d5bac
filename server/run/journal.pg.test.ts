import { expect, test } from "vitest";
import type { RunId } from "#core/id.ts";
import type { JournalEntry } from "#db/queries/journal.ts";
import { testDatabase } from "#db/testing.ts";
import { createLogger } from "../log.ts";
import { type AppendResult, createJournal, type Journal } from "./journal.ts";
import { newRunId } from "./new-run-id.ts";
import { workflowId, workspaceId } from "./testing/plans.ts";

const database = testDatabase();

const open = (owner: string) =>
  createJournal({ sql: database.databases.engine, owner, leaseSeconds: 30, log: createLogger("silent") });

const append = (journal: Journal, entry: JournalEntry) =>
  new Promise<AppendResult>((resolve) => journal.append(entry, resolve));

const accepting = (runId: RunId, data = '{"n":1}'): JournalEntry => ({
  workspaceId,
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
