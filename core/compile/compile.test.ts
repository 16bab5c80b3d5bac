import { describe, expect, it } from "vitest";
import { caps } from "../caps.ts";
import { applyCommands } from "../document/apply-command.ts";
import { createDocument } from "../document/document.ts";
import { readGraph } from "../document/read-graph.ts";
import type { Graph } from "../graph/graph.ts";
import { graphOf, type NodeSketch, nodeIdOf } from "../graph/graph-of.ts";
import type { Json } from "../json/json.ts";
import { compile } from "./compile.ts";
import { type Problem, type ProblemCode, problemCodes } from "./problem.ts";
import { tinyRegistry } from "./testing/tiny-registry.ts";

type Case = {
  readonly draw: string;
  readonly nodes?: Readonly<Record<string, NodeSketch>>;
  /** Every problem, as `code key severity`, the severity only when it is a warning. */
  readonly finds: readonly string[];
  /** The problem's quick fix leads to a graph with these problems. */
  readonly fixedTo?: readonly string[];
};

const reads = (source: string): NodeSketch => ({ config: { value: { $expr: source } } });
const withRaw = (value: Json): NodeSketch => ({ config: { value } });

const cases: Record<string, Case> = {
  "a straight line compiles": { draw: "trigger > a > b", finds: [] },

  // Triggers
  "a drawing without trigger": { draw: "a > b", finds: ["trigger-missing -"] },
  "a disabled trigger starts nothing": {
    draw: "trigger > a",
    nodes: { trigger: { disabled: true } },
    finds: ["trigger-missing -"],
    fixedTo: [],
  },
  "two triggers of one kind": {
    draw: "trigger > a, trigger2 > b",
    finds: ["trigger-duplicate trigger2"],
    fixedTo: ["unreachable b warning"],
  },
  "two triggers of different kinds are right": { draw: "trigger > a, timer > a", finds: [] },

  // Types
  "a type that nobody knows": {
    draw: "trigger > a > b",
    nodes: { a: { type: "stpe" } },
    finds: ["type-unknown a"],
    fixedTo: [],
  },
  "a type of a newer version": {
    draw: "trigger > a",
    nodes: { a: { version: 3 } },
    finds: ["type-newer a"],
    fixedTo: [],
  },
  "settings of an older version are migrated": {
    draw: "trigger > a",
    nodes: { a: { version: 1, config: { old: 5 } } },
    finds: [],
  },

  // Settings
  "a setting that does not fit": {
    draw: "trigger > a",
    nodes: { a: { config: { limit: 10 } } },
    finds: ["config-invalid a.limit"],
  },
  "a setting that is missing": { draw: "trigger > needy", finds: ["field-missing needy.url"] },
  "a setting that is not known": {
    draw: "trigger > a",
    nodes: { a: { config: { colour: "red" } } },
    finds: ["config-invalid a.colour warning"],
    fixedTo: [],
  },

  // Keys
  "a key that formulas cannot say": {
    draw: "trigger > a",
    nodes: { a: { key: "a-b", title: "Fetch it" } as NodeSketch },
    finds: ["key-invalid a-b"],
    fixedTo: [],
  },
  "a key twice": {
    draw: "trigger > a > b",
    nodes: { b: { key: "a" } as NodeSketch },
    finds: ["key-duplicate a"],
    fixedTo: [],
  },

  // Ports and edges
  "an output that is not there": {
    draw: "trigger > branch, branch.maybe > a",
    finds: ["port-unknown branch", "unreachable a warning"],
    fixedTo: ["unreachable a warning"],
  },
  "an input that is not there": { draw: "trigger > a.in7", finds: ["port-unknown trigger", "unreachable a warning"] },
  "an edge into a trigger": { draw: "trigger > a, a.error > timer", finds: ["port-unknown a"], fixedTo: [] },

  // Containers
  "an edge across the border of a container": {
    draw: "trigger > each, each{ a }, a > b",
    finds: ["container-crossed b", "unreachable b warning"],
    fixedTo: ["unreachable b warning"],
  },
  "a trigger inside a container": {
    draw: "trigger > each, each{ a, timer }",
    finds: ["container-crossed timer"],
    fixedTo: [],
  },
  "a step inside something that is no container": {
    draw: "trigger > a, a{ b }",
    finds: ["container-crossed b warning", "unreachable b warning"],
    fixedTo: ["unreachable b warning"],
  },
  "an empty container": { draw: "trigger > each", finds: ["container-empty each"] },

  // Circles and what nothing leads to
  "steps that wait for one another": {
    draw: "trigger > a > b > c, b.error > a",
    finds: ["cycle a"],
    fixedTo: [],
  },
  "a step that nothing leads to": { draw: "trigger > a, b", finds: ["unreachable b warning"] },
  "what is wrong with a step that nothing leads to is a warning": {
    draw: "trigger > a, needy",
    finds: ["field-missing needy.url warning", "unreachable needy warning"],
  },
  "what is wrong with a disabled step is a warning": {
    draw: "trigger > needy",
    nodes: { needy: { disabled: true } },
    finds: ["field-missing needy.url warning"],
  },
  "a disabled step passes on by its first port only": {
    draw: "trigger > branch, branch.true > a, branch.false > b",
    nodes: { branch: { disabled: true } },
    finds: ["unreachable b warning"],
  },
  "a disabled container does not run what it holds": {
    draw: "trigger > each > a, each{ needy }",
    nodes: { each: { disabled: true } },
    finds: ["field-missing needy.url warning"],
  },

  // Several values at one input
  "two values at one input": {
    draw: "trigger > plain > c, trigger > plain2 > c",
    finds: ["input-ambiguous c warning"],
  },
  "branches that rejoin bring one value": {
    draw: "trigger > branch, branch.true > a > c, branch.false > b > c",
    finds: [],
  },
  "a value and an error of one step bring one value": { draw: "trigger > a > c, a.error > c", finds: [] },
  "a join takes one value on each input": {
    draw: "trigger > plain > join.in1, trigger > plain2 > join.in2",
    finds: [],
  },

  // References
  "a step that does not exist": {
    draw: "trigger > orders > b",
    nodes: { b: reads("steps.ordrs.value") },
    finds: ["reference-unknown b.value"],
    fixedTo: [],
  },
  "a misspelt step inside a text": {
    draw: "trigger > orders > b",
    nodes: { b: { config: { text: { $template: ["is ", { $expr: "steps.ordrs.value" }, "."] } } } },
    finds: ["reference-unknown b.text"],
    fixedTo: [],
  },
  "a step that comes later": {
    draw: "trigger > a > b",
    nodes: { a: reads("steps.b") },
    finds: ["reference-later a.value"],
  },
  "a step reading itself": { draw: "trigger > a", nodes: { a: reads("steps.a") }, finds: ["reference-later a.value"] },
  "a step on a branch beside": {
    draw: "trigger > a, trigger > b",
    nodes: { b: reads("steps.a") },
    finds: ["reference-later b.value"],
  },
  "a step inside a container, read from outside": {
    draw: "trigger > each > b, each{ a }",
    nodes: { b: reads("steps.a") },
    finds: ["reference-later b.value"],
  },
  "a step on one of two branches": {
    draw: "trigger > branch, branch.true > a > c, branch.false > c",
    nodes: { c: reads("steps.a") },
    finds: ["reference-maybe-absent c.value"],
    fixedTo: [],
  },
  "a step on one of two branches, in quotes": {
    draw: "trigger > branch, branch.true > a > c, branch.false > c",
    nodes: { c: reads('steps["a"]') },
    finds: ["reference-maybe-absent c.value"],
    fixedTo: [],
  },
  "a step behind one of two triggers": {
    draw: "trigger > a > c, timer > c",
    nodes: { c: reads("steps.a") },
    finds: ["reference-maybe-absent c.value"],
    fixedTo: [],
  },
  "a step that is on every way": {
    draw: "trigger > a > branch, branch.true > b > d, branch.false > c > d",
    nodes: { d: reads("steps.a"), b: reads("steps.branch") },
    finds: [],
  },
  "both arms of a fork are there where they meet": {
    draw: "trigger > plain > join.in1, trigger > plain2 > join.in2, join > d",
    nodes: { d: reads("[steps.plain, steps.plain2]") },
    finds: [],
  },
  "both arms of a fork inside a branch are there where they meet": {
    draw: "trigger > branch, branch.true > plain > join.in1, branch.true > plain2 > join.in2, join > d",
    nodes: { d: reads("[steps.plain, steps.plain2]") },
    finds: [],
  },
  "where two branches have met, what follows is certain": {
    draw: "trigger > branch, branch.true > plain > plain3, branch.false > plain2 > plain3, plain3 > join.in1, trigger > join.in2",
    nodes: { join: {}, plain3: {} },
    finds: [],
  },
  "a step inside a container reads steps before the container": {
    draw: "trigger > a > each, each{ b > c }",
    nodes: { c: reads("[steps.a, steps.b, item, index]") },
    finds: [],
  },
  "the result of a container reads the steps inside": {
    draw: "trigger > each, each{ plain > plain2 }",
    nodes: { each: { config: { result: { $expr: "steps.plain2" } } } },
    finds: [],
  },

  // Formulas
  "a formula that cannot be read": {
    draw: "trigger > a",
    nodes: { a: reads("1 +") },
    finds: ["formula-invalid a.value"],
  },
  "a name that is not there": {
    draw: "trigger > a",
    nodes: { a: reads("nothing + 1") },
    finds: ["formula-invalid a.value"],
  },
  "the name of a step without steps before it": {
    draw: "trigger > a > b",
    nodes: { b: reads("a.value") },
    finds: ["formula-invalid b.value"],
    fixedTo: [],
  },
  "item outside of a container": {
    draw: "trigger > a",
    nodes: { a: reads("item") },
    finds: ["formula-invalid a.value"],
  },
  "kinds that do not go together": {
    draw: "trigger > a",
    nodes: { a: reads("trigger.amount + trigger.name") },
    finds: ["formula-type a.value"],
  },
  "a field that is not there": {
    draw: "trigger > a",
    nodes: { a: reads("trigger.amuont") },
    finds: ["formula-type a.value"],
  },
  "a field of an item that is not there": {
    draw: "trigger > each, each{ a }",
    nodes: { each: { config: { list: { $expr: "trigger.lines" } } }, a: reads("item.prise") },
    finds: ["formula-type a.value"],
  },
  "a result that its field cannot take": {
    draw: "trigger > branch, branch.true > a",
    nodes: { branch: { config: { condition: { $expr: "trigger.name" } } } },
    finds: ["formula-type branch.condition"],
  },
  "a formula that is too long": {
    draw: "trigger > a",
    nodes: { a: reads(`"${"x".repeat(caps.expressionBytes)}"`) },
    finds: ["cap-exceeded a.value"],
  },
  "a fixed value is no formula": { draw: "trigger > a", nodes: { a: withRaw("steps.nothing") }, finds: [] },
};

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
  it.each(Object.entries(cases))("%s", (_, { draw, nodes, finds, fixedTo }) => {
    const graph = graphOf(draw, { types: tinyRegistry, ...(nodes ? { nodes } : {}) });
    expect(judged(graph)).toEqual(finds);
    for (const { message } of compile(graph, tinyRegistry).problems) expect(message).toMatch(/^["“A-Z].*[.?]$/s);
    if (fixedTo) expect(judged(fixed(graph, compile(graph, tinyRegistry).problems[0]))).toEqual(fixedTo);
  });

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

  it("every problem code that exists has been met above", () => {
    expect([...seen].sort()).toEqual([...problemCodes].sort());
  });
});
