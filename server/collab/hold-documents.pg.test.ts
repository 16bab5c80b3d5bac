import postgres from "postgres";
import { expect, test, vi } from "vitest";
import { testDatabase } from "#db/testing.ts";
import { createLogger } from "../log.ts";
import { type DocumentHolder, holdDocuments } from "./hold-documents.ts";

const database = testDatabase();
const log = createLogger("silent");
const hold = (onLost: () => void = () => undefined): Promise<DocumentHolder> =>
  holdDocuments({ url: database.url, log, onLost, patienceMs: 300 });

test("a second process that wants to hold the documents is refused with a sentence that says what to do", async () => {
  const first = await hold();
  await expect(hold()).rejects.toThrow(/only one can\. Stop it, or start this one without the role collab/);
  await first.release();
});

test("a process that follows another holds the documents as soon as that one has let go", async () => {
  const first = await hold();
  const second = hold();
  await first.release();
  const follower = await second;
  expect(follower.isHeld()).toBe(true);
  await follower.release();
});

test("a process whose place was taken while its connection was cut notices, and takes it again when it is free", async () => {
  let lost = 0;
  const first = await hold(() => {
    lost += 1;
  });
  const rival = database.databases.app.$client;
  const thief = await rival.reserve();
  // Cut and taken in one statement's time: the first comes back to a place that is gone.
  const owner = postgres(database.url, { max: 1, onnotice: () => undefined });
  await owner`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'heddle_documents' and datname = current_database()`;
  await vi.waitFor(
    async () => {
      const [row] = await thief`select pg_try_advisory_lock(hashtext('heddle.documents')) as taken`;
      expect(row?.taken).toBe(true);
    },
    { timeout: 5_000, interval: 5 },
  );
  await vi.waitFor(() => expect(first.isHeld()).toBe(false), { timeout: 10_000 });
  expect(lost).toBe(1);
  await thief`select pg_advisory_unlock_all()`;
  await vi.waitFor(() => expect(first.isHeld()).toBe(true), { timeout: 10_000 });
  thief.release();
  await owner.end();
  await first.release();
});
