import { expect, test } from "vitest";
import type { UserId, WorkflowId, WorkspaceId } from "#core/id.ts";
import { createUpdateLog, type DocumentUpdate } from "./update-log.ts";

const entry = (name: string, workflowId = "wf_one1"): DocumentUpdate => ({
  workspaceId: "ws_test" as WorkspaceId,
  workflowId: workflowId as WorkflowId,
  update: new TextEncoder().encode(name),
  userId: "user_test" as UserId,
});
const namesOf = (entries: readonly DocumentUpdate[]) => entries.map(({ update }) => new TextDecoder().decode(update));

/** A log whose writes end when the test says so. */
function slowLog() {
  const batches: { names: string[]; done: () => void; fail: () => void }[] = [];
  const log = createUpdateLog(
    (entries) =>
      new Promise((resolve, reject) => {
        batches.push({ names: namesOf(entries), done: resolve, fail: () => reject(new Error("no")) });
      }),
  );
  return { log, batches };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test("while one batch is written the next one fills, and order is kept", async () => {
  const { log, batches } = slowLog();
  const first = log.append(entry("a"));
  await settle();
  const others = [log.append(entry("b")), log.append(entry("c"))];
  await settle();
  expect(batches.map(({ names }) => names)).toEqual([["a"]]);
  batches[0]?.done();
  await first;
  await settle();
  expect(batches.map(({ names }) => names)).toEqual([["a"], ["b", "c"]]);
  batches[1]?.done();
  await Promise.all(others);
});

test("a batch that fails fails those who are in it, and the next one is written all the same", async () => {
  const { log, batches } = slowLog();
  const first = log.append(entry("a"));
  await settle();
  const second = log.append(entry("b"));
  batches[0]?.fail();
  await expect(first).rejects.toThrow("no");
  await settle();
  batches[1]?.done();
  await second;
});

test("what is settled for one document does not wait for another", async () => {
  const { log, batches } = slowLog();
  const first = log.append(entry("a", "wf_one1"));
  await settle();
  await log.settled("wf_two2" as WorkflowId);
  const settled = log.settled("wf_one1" as WorkflowId);
  batches[0]?.fail();
  await expect(settled).rejects.toThrow("no");
  await expect(first).rejects.toThrow("no");
});
