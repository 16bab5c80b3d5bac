import { describe, expect, it } from "vitest";
import { caps } from "../caps.ts";
import { applyCommands } from "../document/apply-command.ts";
import { createDocument } from "../document/document.ts";
import { readGraph } from "../document/read-graph.ts";
import type { Graph } from "../graph/graph.ts";
import { graphOf, nodeIdOf } from "../graph/graph-of.ts";
import { idOf } from "../id.ts";
import type { JsonObject } from "../json/json.ts";
import { nodeRegistry } from "../nodes/registry.ts";
import { compile } from "./compile.ts";
import { type Problem, type ProblemCode, problemCodes } from "./problem.ts";
import { containerCases } from "./testing/container-cases.ts";
import { drawingCases } from "./testing/drawing-cases.ts";
import { formulaCases } from "./testing/formula-cases.ts";
import { scriptCases } from "./testing/script-cases.ts";
import { settingsCases } from "./testing/settings-cases.ts";
import { tinyRegistry } from "./testing/tiny-registry.ts";

const seen = new Set<ProblemCode>();

function judged(graph: Graph): readonly string[] {
  const { problems, plan } = compile(graph, tinyRegistry);
  const keyOf = new Map(graph.nodes.map((node) => [node.id, node.key]));
  for (const problem of problems) seen.add(problem.code);
  expect(plan === null).toBe(problems.some((problem) => problem.severity === "error"));
  return problems.map(({ code, nodeId, field, severity }) => {
    const place = `${nodeId === null ? "-" : keyOf.get(nodeId)}${field === null ? "" : `.${field}`}`;
    return `${code} ${place}${severity === "warning" ? " warning" : ""}`;
  });
}

function fixed(graph: Graph, problem: Problem | undefined): Graph {
  const doc = createDocument(graph);
  expect(applyCommands(doc, problem?.fix?.commands ?? [])).toEqual({ ok: true });
  return readGraph(doc);
}

describe("compile", () => {
  it.each(Object.entries({ ...drawingCases, ...formulaCases, ...settingsCases, ...containerCases, ...scriptCases }))(
    "%s",
    (_, { draw, nodes, settings, finds, fixedTo }) => {
      const drawn = graphOf(draw, { types: tinyRegistry, ...(nodes ? { nodes } : {}) });
      const graph = settings ? { ...drawn, settings } : drawn;
      expect(judged(graph)).toEqual(finds);
      for (const { message } of compile(graph, tinyRegistry).problems) expect(message).toMatch(/^["“A-Z].*[.?]$/s);
      if (fixedTo) expect(judged(fixed(graph, compile(graph, tinyRegistry).problems[0]))).toEqual(fixedTo);
    },
  );

  it("refuses a drawing with more steps than can be compiled in time", () => {
    const graph = graphOf("trigger > a");
    const [node] = graph.nodes;
    const nodes = Array.from({ length: caps.nodes + 1 }, (_, at) => ({ ...node, id: nodeIdOf(`x${at}`) }));
    expect(judged({ ...graph, nodes: nodes as Graph["nodes"] })).toEqual(["cap-exceeded -"]);
  });

  it("says what is wrong with edges and parents that no document can hold", () => {
    const graph = graphOf("trigger > a > b");
    const [edge] = graph.edges;
    const gone = {
      ...graph,
      nodes: graph.nodes.filter((node) => node.key !== "b"),
      edges: [...graph.edges, ...(edge ? [edge] : [])],
    };
    expect(judged(gone)).toEqual(["edge-invalid a", "edge-invalid trigger"]);
    const each = graphOf("trigger > a, each{ each2 }", { types: tinyRegistry });
    const circle = each.nodes.map((node) => (node.key === "each" ? { ...node, parent: nodeIdOf("each2") } : node));
    expect(judged({ ...each, nodes: circle }).filter((text) => text.startsWith("container-crossed"))).toHaveLength(2);
  });

  it("refuses a workflow that runs itself whatever happens, and not one that may end", () => {
    const self = idOf("wf", "self");
    const runs = (draw: string, config: JsonObject = { workflow: self }) => {
      const graph = graphOf(draw, {
        types: nodeRegistry,
        nodes: { call_workflow: { config }, if1: { config: { condition: { $expr: "true" } } } },
      });
      const { problems } = compile(graph, nodeRegistry, { workflowId: self });
      for (const problem of problems) seen.add(problem.code);
      return problems.filter((problem) => problem.severity === "error").map(({ code, field }) => `${code} ${field}`);
    };
    const straight = "manual > no_op > call_workflow";
    expect(runs(straight)).toEqual(["recursion workflow"]);
    expect(runs("webhook > no_op, manual > call_workflow")).toEqual(["recursion workflow"]);
    expect(runs("manual > if1, if1.true > call_workflow, if1.false > call_workflow")).toEqual(["recursion workflow"]);
    expect(runs("manual > if1, if1.true > call_workflow")).toEqual([]);
    expect(runs("manual > no_op, webhook > call_workflow")).toEqual([]);
    expect(runs("webhook > call_workflow")).toEqual([]);
    expect(runs(straight, { workflow: idOf("wf", "other") })).toEqual([]);
    expect(runs(straight, { workflow: self, version: "pinned", versionId: "ver_a1b2" })).toEqual([]);
  });

  it("every problem code that exists has been met above", () => {
    expect([...seen].sort()).toEqual([...problemCodes].sort());
  });
});
