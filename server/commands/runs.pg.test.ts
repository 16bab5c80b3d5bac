import { beforeAll, describe, expect, test, vi } from "vitest";
import { emptyGraph } from "#core/document/empty-graph.ts";
import { edgeIdOf, type Graph, type GraphNode } from "#core/graph/graph.ts";
import type { NodeId, RunId, WorkflowId } from "#core/id.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { testDatabase } from "#db/testing.ts";
import { testServer } from "../testing.ts";
import { cancelRun } from "./cancel-run.ts";
import { getRun } from "./get-run.ts";
import { getSamples } from "./get-samples.ts";
import { getStep } from "./get-step.ts";
import { insertWorkflow } from "./insert-workflow.ts";
import { listActivations } from "./list-activations.ts";
import { listRuns } from "./list-runs.ts";
import { listWorkflows } from "./list-workflows.ts";
import { newId } from "./new-id.ts";
import { resumeRun } from "./resume-run.ts";
import { startRun } from "./start-run.ts";
import { testStep } from "./test-step.ts";

const server = testServer(testDatabase());
const context = () => server.services.ownerContext;

const id = (name: string) => `n_${name}0000` as NodeId;
const step = (name: string, type: string, config: JsonObject = {}, parent: NodeId | null = null): GraphNode => {
  const size = type === "each" ? { w: 400, h: 200 } : { w: null, h: null };
  return {
    id: id(name),
    type,
    version: 1,
    key: name,
    title: name,
    x: 0,
    y: 0,
    ...size,
    parent,
    disabled: false,
    config,
  };
};
const edge = (source: string, target: string, sourcePort = "out") => {
  const ends = { source: id(source), sourcePort, target: id(target), targetPort: "in" };
  return { id: edgeIdOf(ends), ...ends };
};
const fields = (...rows: [string, string][]): JsonObject => ({
  keep: false,
  fields: rows.map(([name, $expr]) => ({ name, value: { $expr } })),
});

/**
 *     start > each[ line > twice ] > total        "line" and "twice" see item and index
 */
const lines: Graph = {
  ...emptyGraph,
  meta: { title: "Lines", description: "" },
  nodes: [
    step("start", "manual"),
    step("each", "each", { list: { $expr: "trigger.lines" } }),
    step("line", "set-fields", fields(["amount", "item.price * item.quantity"], ["at", "index"]), id("each")),
    step("twice", "set-fields", fields(["amount", "input.amount * 2"]), id("each")),
    step("total", "set-fields", fields(["total", "sum(input.map(line, line.amount))"])),
  ],
  edges: [edge("start", "each"), edge("line", "twice"), edge("each", "total")],
};
const order: Json = {
  lines: [
    { price: 2, quantity: 3 },
    { price: 5, quantity: 1 },
    { price: 1, quantity: 7 },
  ],
};

async function workflow(graph: Graph): Promise<WorkflowId> {
  const workflowId = newId("wf");
  await insertWorkflow(context(), { workflowId, graph });
  return workflowId;
}

async function run(workflowId: WorkflowId, input: Json): Promise<RunId> {
  const { runId } = await startRun(context(), { workflowId, input, of: "draft" });
  await vi.waitFor(async () => expect((await getRun(context(), { runId })).run.endedAt).not.toBeNull());
  return runId;
}

describe("a run of the draft", () => {
  let workflowId: WorkflowId;
  let runId: RunId;
  beforeAll(async () => {
    workflowId = await workflow(lines);
    runId = await run(workflowId, order);
  });

  test("is listed with its outcome, and drawn as the workflow was then", async () => {
    const { items } = await listRuns(context(), { workflowId });
    expect(items).toMatchObject([
      {
        id: runId,
        mode: "test",
        status: "succeeded",
        trigger: "manual",
        versionNumber: null,
        workflowTitle: "Lines",
        failure: null,
      },
    ]);
    await context().collab.edit({ actor: context().actor, workflowId }, [
      { type: "meta.set", meta: { title: "Renamed" } },
    ]);
    const { graph, plan } = await getRun(context(), { runId });
    expect(graph.meta.title).toBe("Lines");
    expect(plan.nodes).toHaveLength(5);
    const listed = (await listWorkflows(context(), { search: "Renamed" })).items[0];
    expect(listed?.lastRun?.id).toBe(runId);
  });

  test("a step shows what arrived, its settings resolved, and what it gave", async () => {
    expect(await getStep(context(), { runId, activation: id("total") })).toMatchObject({
      status: "succeeded",
      input: [{ amount: 12 }, { amount: 10 }, { amount: 14 }],
      config: { keep: false, fields: [{ name: "total", value: 36 }] },
      output: { total: 36 },
      port: "out",
      failure: null,
      effects: [],
    });
    expect(await getStep(context(), { runId, activation: id("start") })).toMatchObject({ input: order, output: order });
  });

  test("a step inside a container shows the item that it worked on", async () => {
    expect(await getStep(context(), { runId, activation: `${id("line")}:1` })).toMatchObject({
      input: { price: 5, quantity: 1 },
      config: { fields: [{ value: 5 }, { value: 1 }] },
      output: { amount: 5, at: 1 },
    });
    expect(await getStep(context(), { runId, activation: `${id("twice")}:2` })).toMatchObject({
      input: { amount: 7, at: 2 },
      output: { amount: 14 },
    });
    expect(await getStep(context(), { runId, activation: id("each") })).toMatchObject({
      config: { list: (order as { lines: Json }).lines },
      output: [{ amount: 12 }, { amount: 10 }, { amount: 14 }],
    });
  });

  test("steps and items that the run does not have are missing", async () => {
    for (const activation of [id("nobody"), `${id("line")}:9`, `${id("total")}:0`, id("line")] as const) {
      await expect(getStep(context(), { runId, activation })).rejects.toMatchObject({ code: "not_found" });
    }
  });

  test("the iterations of a step come in pages", async () => {
    const all = await listActivations(context(), { runId, nodeId: id("line") });
    expect(all.items.map(({ activation, status }) => [activation, status])).toEqual(
      [0, 1, 2].map((item) => [`${id("line")}:${item}`, "succeeded"]),
    );
    const rest = await listActivations(context(), { runId, nodeId: id("line"), cursor: `${id("line")}:0` });
    expect(rest.items.map(({ activation }) => activation)).toEqual([`${id("line")}:1`, `${id("line")}:2`]);
  });

  test("its outputs are samples for the editor, and one step can be tried with them", async () => {
    const samples = await getSamples(context(), { workflowId });
    expect(samples[id("total")]).toMatchObject({ runId, value: { total: 36 }, truncated: false });
    expect(await testStep(context(), { workflowId, nodeId: id("total") })).toMatchObject({
      status: "succeeded",
      output: { total: 36 },
    });
    expect(await testStep(context(), { workflowId, nodeId: id("line") })).toMatchObject({
      input: { price: 2, quantity: 3 },
      output: { amount: 6, at: 0 },
    });
    const given = await testStep(context(), { workflowId, nodeId: id("total"), input: [{ amount: 1 }] });
    expect(given).toMatchObject({ output: { total: 1 } });
  });
});

test("a run that fails says at which step, why, and what had arrived", async () => {
  const workflowId = await workflow(lines);
  const runId = await run(workflowId, { lines: [{ price: 1, quantity: 1 }, { price: 1 }] });
  const { run: summary } = await getRun(context(), { runId });
  expect(summary).toMatchObject({ status: "failed", failure: { message: expect.stringContaining("quantity") } });
  expect(await getStep(context(), { runId, activation: `${id("line")}:1` })).toMatchObject({
    status: "failed",
    input: { price: 1 },
    failure: { code: "expression" },
  });
  expect(await getStep(context(), { runId, activation: id("total") })).toMatchObject({
    status: "skipped",
    input: null,
  });
  expect((await listRuns(context(), { workflowId, status: "failed" })).items).toHaveLength(1);
  expect((await listRuns(context(), { workflowId, status: "succeeded" })).items).toHaveLength(0);
});

test("pages of runs neither repeat nor leave out any, while new ones start", async () => {
  const workflowId = await workflow(lines);
  const started: RunId[] = [];
  for (let i = 0; i < 7; i++) started.push(await run(workflowId, order));
  const seen: RunId[] = [];
  let cursor: RunId | null = null;
  do {
    const page: Awaited<ReturnType<typeof listRuns>> = await listRuns(context(), { workflowId, cursor, limit: 3 });
    seen.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor;
    await run(workflowId, order);
  } while (cursor);
  expect(seen).toEqual(started.toReversed());
});

test("a run that waits can be cancelled", async () => {
  const waiting: Graph = {
    ...emptyGraph,
    nodes: [step("start", "manual"), step("wait", "wait", { amount: 10, unit: "minutes" })],
    edges: [edge("start", "wait")],
  };
  const { runId } = await startRun(context(), { workflowId: await workflow(waiting), input: null, of: "draft" });
  await cancelRun(context(), { runId });
  await expect.poll(async () => (await getRun(context(), { runId })).run.status).toBe("cancelled");
});

test("only a run that was put aside can be resumed", async () => {
  const runId = await run(await workflow(lines), order);
  await expect(resumeRun(context(), { runId })).rejects.toMatchObject({ code: "conflict" });
  await expect(resumeRun(context(), { runId: newId("run") })).rejects.toMatchObject({ code: "not_found" });
});

test("what cannot be started says what to do", async () => {
  const workflowId = await workflow(lines);
  await expect(startRun(context(), { workflowId, input: null, of: "live" })).rejects.toMatchObject({
    code: "conflict",
  });
  const other = startRun(context(), { workflowId, input: null, of: "draft", trigger: id("total") });
  await expect(other).rejects.toMatchObject({ code: "invalid" });
  const broken = await workflow({ ...lines, nodes: lines.nodes.filter((node) => node.key !== "start") });
  await expect(startRun(context(), { workflowId: broken, input: null, of: "draft" })).rejects.toMatchObject({
    code: "not_ready",
  });
});

test("pinned outputs stand in for steps in runs of the draft", async () => {
  const nodes = lines.nodes.map((node) => (node.key === "each" ? { ...node, pinned: [{ amount: 100 }] } : node));
  const runId = await run(await workflow({ ...lines, nodes }), order);
  expect(await getStep(context(), { runId, activation: id("total") })).toMatchObject({ output: { total: 100 } });
});
