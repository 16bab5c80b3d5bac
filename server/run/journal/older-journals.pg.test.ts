import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Plan } from "#core/compile/plan.ts";
import type { SettledEffect } from "#core/effects/effect.ts";
import type { RunId } from "#core/id.ts";
import type { RunEvent } from "#core/schedule/event.ts";
import { storedIn } from "#db/queries/events.ts";
import { appendBatch, type JournalEntry } from "#db/queries/journal.ts";
import { testDatabase } from "#db/testing.ts";
import type { Interpret } from "../drive/drive.ts";
import { newRunId } from "../drive/new-run-id.ts";
import type { Engine } from "../engine.ts";
import { engineOf, journalOf, prepare, request } from "../testing/engine-of.ts";
import { finalState } from "../testing/final-state.ts";
import { until } from "../testing/until.ts";
import { eventRow } from "./event-row.ts";

const database = testDatabase();
const sql = () => database.databases.engine;
let engine: Engine | undefined;
afterAll(() => engine?.stop());

type Recorded = { readonly from: string; readonly plan: Plan; readonly events: readonly RunEvent[] };

/** What came from outside when these were recorded cannot come again: somebody cancelled, an answer never came. */
const notRepeatable = ["cancelled.json", "uncaught-failure.json", "large-value.json"];

const folder = path.join(import.meta.dirname, "../../../core/schedule/journals");
const journals = readdirSync(folder)
  .filter((file) => !notRepeatable.includes(file))
  .map((file) => [file, JSON.parse(readFileSync(path.join(folder, file), "utf8")) as Recorded] as const)
  .filter(([, { from }]) => from === "562b6ee");

/** As the other side answered then. */
const interpret: Interpret = (effect) => {
  const url = effect.kind === "http" ? effect.request.url : "";
  const message = "The other side could not be reached.";
  const gone: SettledEffect = { ok: false, failure: { code: "network", message, retryable: true } };
  return Promise.resolve(
    url.includes("gone") ? gone : { ok: true, value: { status: 200, headers: {}, body: { n: 7 } } },
  );
};

/** A run that an earlier engine left after so many events. */
function leftAfter(count: number, { plan, events }: Recorded): JournalEntry {
  const { workspaceId, workflowId, planHash, trigger } = request(plan);
  const runId = newRunId(Date.now());
  const rows = events.slice(0, count).map((event) => eventRow(event, JSON.stringify(storedIn(event))));
  const identity = { workspaceId, id: runId, workflowId, versionId: null, planHash, createdBy: null };
  const accept = { ...identity, mode: "live", triggerNode: trigger, triggerKind: "manual", pins: null } as const;
  const startedAt = events[0]?.at ?? 0;
  return {
    workspaceId,
    workflowId,
    runId,
    epoch: 1,
    accept: { ...accept, startedAt },
    events: rows,
    blobs: [],
    change: null,
  };
}

test("runs that an earlier engine left after any event are driven to the end that it gave them", async () => {
  const left: { readonly name: string; readonly runId: RunId; readonly recorded: Recorded }[] = [];
  const entries: JournalEntry[] = [];
  for (const [name, recorded] of journals) {
    await prepare(database.url, recorded.plan);
    for (let count = 1; count < recorded.events.length; count++) {
      const entry = leftAfter(count, recorded);
      entries.push(entry);
      left.push({ name: `${name} after ${count}`, runId: entry.runId, recorded });
    }
  }
  await appendBatch(sql(), { entries, owner: "older/gone", leaseSeconds: 1, again: false });
  engine = engineOf(sql(), { interpret, installation: "older", settings: { pollMs: 20 } });
  for (const { name, runId, recorded } of left) {
    const events = await until(`${name} ends`, async () => {
      const all = await journalOf(sql(), runId);
      return endsRun(all) ? all : null;
    });
    expect(outcome(events, runId), name).toEqual(outcome(recorded.events, runId));
  }
  expect(left.length).toBeGreaterThan(120);
});

/** How far items came beside the one that failed their box depends on the order. */
function outcome(events: readonly RunEvent[], runId: RunId) {
  const { end, outputs } = finalState(events, runId);
  const isCertain = ([id]: [string, unknown]) => end === "run.succeeded" || !id.includes(":");
  return { end, outputs: Object.fromEntries(Object.entries(outputs).filter(isCertain)) };
}

function endsRun(events: readonly RunEvent[]): boolean {
  return ["run.succeeded", "run.failed"].includes(events[events.length - 1]?.type ?? "");
}
