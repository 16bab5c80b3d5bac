import { expect, test, vi } from "vitest";
import { emptyGraph } from "#core/document/empty-graph.ts";
import { edgeIdOf, type Graph, type GraphNode } from "#core/graph/graph.ts";
import type { NodeId, RunId, WorkflowId } from "#core/id.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { testDatabase } from "#db/testing.ts";
import { testServer } from "../testing.ts";
import { getRun } from "./get-run.ts";
import { getSamples } from "./get-samples.ts";
import { getStep } from "./get-step.ts";
import { insertWorkflow } from "./insert-workflow.ts";
import { listActivations } from "./list-activations.ts";
import { listRuns } from "./list-runs.ts";
import { newId } from "./new-id.ts";
import { startRun } from "./start-run.ts";

/** What JSON may hold and Postgres cannot turn into text: a zero, and half of a surrogate pair. */
const odd = "a\u0000b\ud83d \\u0000";

const server = testServer(testDatabase());
const context = () => server.services.ownerContext;

const node = (name: string, type: string, config: JsonObject = {}, title = name): GraphNode => ({
  id: `n_${name}0000` as NodeId,
  type,
  version: 1,
  key: name,
  title,
  x: 0,
  y: 0,
  w: null,
  h: null,
  parent: null,
  disabled: false,
  config,
});
const start = node("start", "manual");

async function run(last: GraphNode, input: Json): Promise<{ readonly workflowId: WorkflowId; readonly runId: RunId }> {
  const ends = { source: start.id, sourcePort: "out", target: last.id, targetPort: "in" };
  const graph: Graph = { ...emptyGraph, nodes: [start, last], edges: [{ id: edgeIdOf(ends), ...ends }] };
  const workflowId = newId("wf");
  await insertWorkflow(context(), { workflowId, graph });
  const { runId } = await startRun(context(), { workflowId, input, of: "draft" });
  await vi.waitFor(async () => expect((await getRun(context(), { runId })).run.endedAt).not.toBeNull());
  return { workflowId, runId };
}

test("a run's steps, iterations and samples can be read whatever characters its values hold", async () => {
  const last = node("last", "no-op");
  const { workflowId, runId } = await run(last, { text: odd });
  expect(await getStep(context(), { runId, activation: last.id })).toMatchObject({
    status: "succeeded",
    input: { text: odd },
    output: { text: odd },
  });
  const { items } = await listActivations(context(), { runId, nodeId: last.id });
  expect(items).toMatchObject([{ activation: last.id, status: "succeeded" }]);
  expect(await getSamples(context(), { workflowId })).toMatchObject({ [last.id]: { value: { text: odd } } });
});

test("a failed run is listed with the title of its step whatever characters its plan holds", async () => {
  const field = { name: "odd", value: { $expr: "trigger.missing" } };
  const config = { keep: false, fields: [{ name: "note", value: "\u0000 \\u0000" }, field] };
  const last = node("last", "set-fields", config, "Odd\u0000one \\u0000");
  const { workflowId } = await run(last, { text: odd });
  const { items } = await listRuns(context(), { workflowId });
  expect(items).toMatchObject([{ status: "failed", failure: { nodeTitle: "Odd?one \\u0000" } }]);
});
