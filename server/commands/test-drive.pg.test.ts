import { expect, test } from "vitest";
import { emptyGraph } from "#core/document/empty-graph.ts";
import { edgeIdOf, type Graph, type GraphNode } from "#core/graph/graph.ts";
import type { NodeId, WorkflowId } from "#core/id.ts";
import type { JsonObject } from "#core/json/json.ts";
import { nodeOfActivation } from "#core/schedule/activation-id.ts";
import { readEvents } from "#db/queries/events.ts";
import { testDatabase } from "#db/testing.ts";
import { AppError } from "../errors.ts";
import { until } from "../run/testing/until.ts";
import { testServer } from "../testing.ts";
import { getRun } from "./get-run.ts";
import { insertWorkflow } from "./insert-workflow.ts";
import { listRuns } from "./list-runs.ts";
import { newId } from "./new-id.ts";
import { publishVersion } from "./publish-version.ts";
import { type StartRunInput, startRun } from "./start-run.ts";

const server = testServer(testDatabase());
const context = () => server.services.ownerContext;

const id = (name: string) => `n_${name}0000` as NodeId;
const step = (name: string, type: string, config: JsonObject = {}, more: Partial<GraphNode> = {}): GraphNode => ({
  id: id(name),
  type,
  version: 1,
  key: name,
  title: name,
  x: 0,
  y: 0,
  ...(type === "each" ? { w: 400, h: 200 } : { w: null, h: null }),
  parent: null,
  disabled: false,
  config,
  ...more,
});
const edge = (source: string, target: string, sourcePort = "out") => {
  const ends = { source: id(source), sourcePort, target: id(target), targetPort: "in" };
  return { id: edgeIdOf(ends), ...ends };
};
const adds = (source: string): JsonObject => ({ fields: [{ name: "n", value: { $expr: source } }] });

/** start > first > choice > big | small > last, where last has a formula that does not compile when `broken`. */
const graph = (broken = false): Graph => ({
  ...emptyGraph,
  meta: { title: "Drive", description: "" },
  nodes: [
    step("start", "manual"),
    step("first", "set-fields", adds("trigger.n + 1")),
    step("choice", "if", { condition: { $expr: "input.n > 10" } }),
    step("big", "set-fields", adds("input.n * 100")),
    step("small", "set-fields", adds("input.n * 2")),
    step("last", "set-fields", adds(broken ? "steps.nowhere.n" : "input.n + 1")),
  ],
  edges: [
    edge("start", "first"),
    edge("first", "choice"),
    edge("choice", "big", "true"),
    edge("choice", "small", "false"),
    edge("big", "last"),
    edge("small", "last"),
  ],
});

async function workflow(drawn: Graph): Promise<WorkflowId> {
  const workflowId = newId("wf");
  await insertWorkflow(context(), { workflowId, graph: drawn });
  return workflowId;
}

/** Which steps ran, and what the last of them gave. */
async function driven(workflowId: WorkflowId, more: Partial<StartRunInput> = {}) {
  const { runId } = await startRun(context(), { workflowId, input: { n: 1 }, of: "draft", ...more });
  await until("the run ends", async () => ((await getRun(context(), { runId })).run.endedAt === null ? null : true));
  const { workspaceId } = context().actor;
  const events = await readEvents(server.services.databases.engine, { workspaceId, runId });
  const emitted = events.filter((event) => event.type === "activation.emitted");
  const ran = emitted.map(({ activation }) => nodeOfActivation(activation).slice(2, -4));
  return { ran, end: events.at(-1)?.type, outputs: new Map(emitted.map((event, at) => [ran[at], event.output])) };
}

test("a run up to a step ends with it, though what comes after is half done", async () => {
  const { ran, end, outputs } = await driven(await workflow(graph(true)), { until: id("small") });
  expect(ran).toEqual(["start", "first", "choice", "small"]);
  expect(end).toBe("run.succeeded");
  expect(outputs.get("small")).toEqual({ value: { n: 4 } });
});

test("a run up to a step is refused for problems before it", async () => {
  const drawn = graph();
  const broken = {
    ...drawn,
    nodes: drawn.nodes.map((node) => (node.key === "first" ? { ...node, type: "gone" } : node)),
  };
  const workflowId = await workflow(broken);
  const refused = await driven(workflowId, { until: id("small") }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(AppError);
  expect(refused).toMatchObject({ code: "not_ready" });
});

test("one step alone runs with what the others gave last, on whichever branch they were", async () => {
  const workflowId = await workflow(graph());
  await driven(workflowId);
  const { ran, outputs } = await driven(workflowId, { only: id("small"), input: { n: 1_000 } });
  // The others give what they gave: first is not computed anew from 1,000.
  expect(outputs.get("first")).toEqual({ value: { n: 2 } });
  expect(outputs.get("small")).toEqual({ value: { n: 4 } });
  expect(ran).not.toContain("last");
  expect(ran).not.toContain("big");
});

test("one step alone inside a box runs for each item, though the box has given something before", async () => {
  const drawn: Graph = {
    ...emptyGraph,
    nodes: [
      step("start", "manual"),
      step("box", "each", { list: { $expr: "trigger.list" } }),
      step("inner", "set-fields", { keep: false, ...adds("item + 1") }, { parent: id("box") }),
    ],
    edges: [edge("start", "box")],
  };
  const workflowId = await workflow(drawn);
  await driven(workflowId, { input: { list: [1] } });
  const { ran, outputs } = await driven(workflowId, { only: id("inner"), input: { list: [4, 5] } });
  expect(ran.filter((node) => node === "inner")).toHaveLength(2);
  expect(outputs.get("box")).toEqual({ value: [{ n: 5 }, { n: 6 }] });
});

test("one step alone is refused while nothing is known of what arrives", async () => {
  const workflowId = await workflow(graph());
  await expect(driven(workflowId, { only: id("small") })).rejects.toMatchObject({ code: "invalid" });
});

test("a run with recorded effects names the run that they come from", async () => {
  const workflowId = await workflow(graph());
  await expect(driven(workflowId, { effects: "recorded" })).rejects.toMatchObject({ code: "invalid" });
  const recordedFrom = newId("run");
  await expect(driven(workflowId, { effects: "recorded", recordedFrom })).rejects.toMatchObject({ code: "not_found" });
});

test("only a run of the same workflow can lend its effects", async () => {
  const [lender, other] = [await workflow(graph()), await workflow(graph())];
  const { runId: recordedFrom } = await startRun(context(), { workflowId: lender, input: { n: 1 }, of: "draft" });
  const recorded = { effects: "recorded", recordedFrom } as const;
  expect((await driven(lender, recorded)).ran).toContain("last");
  await expect(driven(other, recorded)).rejects.toMatchObject({ code: "invalid" });
});

test("the published version never runs where a part of the draft, or a run without effects, was asked for", async () => {
  const workflowId = await workflow(graph());
  await publishVersion(context(), { workflowId });
  const { runId: recordedFrom } = await startRun(context(), { workflowId, input: { n: 1 }, of: "draft" });
  const asked = [{ until: id("first") }, { only: id("first") }, { effects: "recorded", recordedFrom }] as const;
  for (const one of asked) {
    await expect(driven(workflowId, { ...one, of: "live" })).rejects.toMatchObject({ code: "invalid" });
  }
  const { items } = await listRuns(context(), { workflowId });
  expect(items.map(({ mode }) => mode)).toEqual(["test"]);
  expect((await driven(workflowId, { of: "live", effects: "real" })).ran).toContain("last");
});

test("what cannot be meant is refused", async () => {
  const workflowId = await workflow(graph());
  const both = { until: id("first"), only: id("first") };
  await expect(driven(workflowId, both)).rejects.toMatchObject({ code: "invalid" });
  await expect(driven(workflowId, { recordedFrom: newId("run") })).rejects.toMatchObject({ code: "invalid" });
});
