import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { RunId, WorkflowId } from "#core/id.ts";
import { testDatabase } from "#db/testing.ts";
import { createLogger } from "../../log.ts";
import type { Engine } from "../engine.ts";
import { engineOf, prepare, request } from "../testing/engine-of.ts";
import { heldEffects } from "../testing/held-effects.ts";
import { chainOfFive, planFrom, workflowId, workspaceId } from "../testing/plans.ts";
import { until } from "../testing/until.ts";
import { createJournalBudget, type JournalLimits } from "./journal-budget.ts";

const database = testDatabase();
const engines: Engine[] = [];
const open = (options: Parameters<typeof engineOf>[1] = {}) => {
  const engine = engineOf(database.databases.engine, { ...options, settings: { pollMs: 10, ...options.settings } });
  engines.push(engine);
  return engine;
};
const calls = planFrom({ t: { type: "manual" }, h: { type: "http-request", config: { url: "https://example.com" } } }, [
  "t > h",
]);

beforeAll(async () => {
  for (const plan of [calls, chainOfFive()]) await prepare(database.url, plan);
});

beforeEach(async () => {
  await database.databases.engine`delete from workflow_usage`;
});

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
});

test("what a process wrote is counted when it stops, by workflow and week", async () => {
  const engine = open();
  const many = Array.from({ length: 20 }, () => engine.start(request(chainOfFive(), { body: { n: 1 } })));
  for (const { ended } of await Promise.all(many)) await ended;
  await engines.splice(0)[0]?.stop();
  const rows = await database.databases.engine`
    select workflow_id, runs, bytes::int, week = to_char(now() at time zone 'UTC', 'IYYY"w"IW') as "isNow" from workflow_usage`;
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ workflow_id: workflowId, runs: 20, isNow: true });
  const [written] = await database.databases.engine`select sum(octet_length(data::text))::int as bytes from events`;
  expect(rows[0]?.bytes).toBeGreaterThan(written?.bytes);
  expect(rows[0]?.bytes).toBeLessThan(written?.bytes * 10);
});

test("when journals are full no run is accepted, those under way go on, and room lets runs in again", async () => {
  const effects = heldEffects();
  const engine = open({ interpret: effects.interpret, settings: { journalBytes: 3_000 } });
  const before = await engine.start(request(calls));
  await until("it is at work", () => (effects.asked.length === 1 ? true : null));
  const filler = request(chainOfFive(), { body: { n: 1 } });
  await until("the journals are full", async () => {
    const started = await engine.start(filler).catch(() => null);
    await started?.ended;
    return engine.isFull() || null;
  });
  await expect(engine.start(filler)).rejects.toMatchObject({ code: "full" });
  effects.settleAll();
  expect((await before.ended).status).toBe("succeeded");
  await engines.splice(0)[0]?.stop();
  await database.databases.engine`delete from workflow_usage`;
  const again = open({ settings: { journalBytes: 3_000 } });
  expect((await (await again.start(filler)).ended).status).toBe("succeeded");
});

test("a workflow that takes more than its share is refused alone", async () => {
  const budget = (limits: JournalLimits) =>
    createJournalBudget({ sql: database.databases.engine, log: createLogger("silent"), limits, everyMs: 3_600_000 });
  const limited = budget({ journalBytes: null, workflowBytes: 5_000 });
  const large = { workspaceId, workflowId };
  const small = { workspaceId, workflowId: "wf_small" as WorkflowId };
  const id = "run_019400000000700000000000000000ab" as RunId;
  limited.add(large, { id, isNew: true, bytes: 5_000 });
  limited.add(small, { id, isNew: true, bytes: 4_000 });
  await limited.flush();
  expect(() => limited.assertRoom(large)).toThrow("This workflow has no room");
  expect(() => limited.assertRoom(small)).not.toThrow();
  // Another process learns of it as well.
  const other = budget({ journalBytes: 9_000, workflowBytes: null });
  await other.flush();
  expect(other.isFull()).toBe(true);
  await Promise.all([limited.stop(), other.stop()]);
});
