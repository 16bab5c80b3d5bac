import { afterEach, expect, test, vi } from "vitest";
import { emptyGraph } from "#core/document/empty-graph.ts";
import { edgeIdOf, type Graph, type GraphNode } from "#core/graph/graph.ts";
import type { NodeId, RunId, WorkflowId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { ActivationId, RunEvent } from "#core/schedule/event.ts";
import { testDatabase } from "#db/testing.ts";
import type { RunListener } from "../run/live-hub.ts";
import { testServer } from "../testing.ts";
import { followJournal } from "./follow-journal.ts";
import { getRun } from "./get-run.ts";
import { insertWorkflow } from "./insert-workflow.ts";
import { newId } from "./new-id.ts";
import { startRun } from "./start-run.ts";
import { type Watched, watchRuns } from "./watch-runs.ts";

const server = testServer(testDatabase());
const context = () => server.services.ownerContext;

const node = (name: string, type: string): GraphNode => ({
  id: `n_${name}0000` as NodeId,
  type,
  version: 1,
  key: name,
  title: name,
  x: 0,
  y: 0,
  w: null,
  h: null,
  parent: null,
  disabled: false,
  config: {},
});
const [start, end] = [node("start", "manual"), node("end", "no-op")];
const ends = { source: start.id, sourcePort: "out", target: end.id, targetPort: "in" };
const graph: Graph = { ...emptyGraph, nodes: [start, end], edges: [{ id: edgeIdOf(ends), ...ends }] };

async function workflow(): Promise<WorkflowId> {
  const workflowId = newId("wf");
  await insertWorkflow(context(), { workflowId, graph });
  return workflowId;
}

async function run(workflowId: WorkflowId, input: Json = null): Promise<RunId> {
  const { runId } = await startRun(context(), { workflowId, input, of: "draft" });
  await vi.waitFor(async () => expect((await getRun(context(), { runId })).run.endedAt).not.toBeNull());
  return runId;
}

const watching: AbortController[] = [];
afterEach(() => {
  for (const controller of watching.splice(0)) controller.abort();
});

/** Watches until a message is the wanted one, and answers it. */
async function watchUntil(
  input: { readonly workflowId: WorkflowId; readonly lastEventId?: string },
  isWanted: (watched: Watched) => boolean,
): Promise<Watched> {
  const controller = new AbortController();
  watching.push(controller);
  for await (const watched of watchRuns(context(), { run: "newest", signal: controller.signal, ...input })) {
    if (isWanted(watched)) return watched;
  }
  throw new Error("The watch ended before what was waited for.");
}

test("a watch that is taken up again after its run has ended goes on to the newest run", async () => {
  const workflowId = await workflow();
  const first = await run(workflowId);
  const { id: lastEventId } = await watchUntil(
    { workflowId },
    ({ message }) => message.kind === "events" && message.events.at(-1)?.type === "run.succeeded",
  );
  expect(lastEventId.startsWith(first)).toBe(true);
  const second = await run(workflowId);
  const { message } = await watchUntil({ workflowId, lastEventId }, (watched) => watched.message.kind === "follow");
  expect(message).toEqual({ kind: "follow", runId: second });
});

test("events that were too many to keep while a page was read are read from the journal", async () => {
  const sql = server.services.databases.engine;
  const workflowId = await workflow();
  const runId = await run(workflowId);
  const { workspaceId } = context().actor;
  const listeners: RunListener[] = [];
  const live = {
    ...context().engine.live,
    followRun: (_workspaceId: typeof workspaceId, _runId: RunId, listener: RunListener) => {
      listeners.push(listener);
      return () => undefined;
    },
  };
  const follower = followJournal({ sql, live, workspaceId, runId, afterSeq: 0, onNews: () => undefined });
  const known = (await sql`select seq from events where run_id = ${runId}`).length;
  const page = follower.take();
  const more = Array.from({ length: 5_001 }, (_, at): RunEvent => {
    return { type: "timer.fired", activation: end.id as ActivationId, seq: known + 1 + at, at: 1_700_000_000_000 };
  });
  for (const tell of listeners) tell(more);
  expect(await page).toHaveLength(known);
  // Had the page been read a moment later, it would have held these too.
  await sql`
    insert into events (workspace_id, run_id, seq, type, data, at)
    select ${workspaceId}, ${runId}, ${known}::int + n, 'timer.fired', ${`{"activation":"${end.id}"}`}::text::json, now()
    from generate_series(1, 5001) n`;
  expect((await follower.take()).map(({ seq }) => seq)).toEqual(Array.from({ length: 500 }, (_, at) => known + 1 + at));
});
