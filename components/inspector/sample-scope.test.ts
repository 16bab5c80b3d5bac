import { expect, test } from "vitest";
import { resolveRaw } from "#components/fields/resolve-raw.ts";
import type { Graph, GraphNode } from "#core/graph/graph.ts";
import { edgeIdOf } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import { keyFault } from "./key-fault.ts";
import { type StepSample, sampleScopeOf } from "./sample-scope.ts";

function node(id: string, more: Partial<GraphNode> = {}): GraphNode {
  return {
    id: id as NodeId,
    type: "set-fields",
    version: 1,
    key: id.slice(2),
    title: id.slice(2).toUpperCase(),
    x: 0,
    y: 0,
    w: null,
    h: null,
    parent: null,
    disabled: false,
    config: {},
    ...more,
  };
}

function edge(from: string, to: string) {
  const ends = { source: from as NodeId, sourcePort: "out", target: to as NodeId, targetPort: "in" };
  return { id: edgeIdOf(ends), ...ends };
}

// start > a > b      a > loop [ inner ]      other
const graph: Graph = {
  meta: { title: "", description: "" },
  nodes: [
    node("n_start", { type: "manual" }),
    node("n_a"),
    node("n_b"),
    node("n_loop", { type: "each", config: { list: { $expr: "steps.a.lines" } } }),
    node("n_inner", { parent: "n_loop" as NodeId }),
    node("n_other"),
  ],
  edges: [edge("n_start", "n_a"), edge("n_a", "n_b"), edge("n_a", "n_loop")],
  notes: [],
};

function samples(values: Record<string, Json>): ReadonlyMap<NodeId, StepSample> {
  return new Map(Object.entries(values).map(([id, value]) => [id as NodeId, { value, from: "run at 12:03" }]));
}

const isTrigger = (type: string) => type === "manual";
const known = samples({ n_start: { q: 1 }, n_a: { lines: [{ sku: "x" }, { sku: "y" }] }, n_other: 5 });
const scopeOf = (id: string) => sampleScopeOf({ graph, nodeId: id as NodeId, samples: known, isTrigger });

test("a step reads the samples of the steps before it and of no others", () => {
  const scope = scopeOf("n_b");
  expect(Object.keys(scope.steps)).toEqual(["start", "a"]);
  expect(scope.names).toEqual({ trigger: { q: 1 }, input: { lines: [{ sku: "x" }, { sku: "y" }] } });
});

test("inside a container the item is the first of its list, and the input when nothing is before it", () => {
  expect(scopeOf("n_inner").names).toMatchObject({ item: { sku: "x" }, index: 0, input: { sku: "x" } });
  expect(scopeOf("n_inner").origins.get("item")).toBe("item 1 of 2");
});

test("a pinned sample comes before the last run", () => {
  const pinned = { ...graph, nodes: graph.nodes.map((each) => (each.key === "a" ? { ...each, pinned: 7 } : each)) };
  const scope = sampleScopeOf({ graph: pinned, nodeId: "n_b" as NodeId, samples: known, isTrigger });
  expect(scope.names.input).toBe(7);
  expect(scope.origins.get("input")).toBe("pinned sample");
});

test("a formula resolves with the run that its sample came from", () => {
  expect(resolveRaw({ $expr: "steps.a.lines[1].sku" }, scopeOf("n_b"))).toEqual({
    kind: "value",
    value: "y",
    from: "run at 12:03",
  });
  expect(resolveRaw({ $template: ["SKU ", { $expr: "input.lines[0].sku" }] }, scopeOf("n_b"))).toMatchObject({
    kind: "value",
    value: "SKU x",
  });
});

test("a formula over a step without a sample names that step by its title", () => {
  const scope = sampleScopeOf({ graph, nodeId: "n_b" as NodeId, samples: new Map(), isTrigger });
  expect(resolveRaw({ $expr: "steps.a.lines" }, scope)).toEqual({ kind: "unknown", missing: ["“A”"] });
  expect(resolveRaw({ $expr: "input" }, scope)).toEqual({ kind: "unknown", missing: ["the input"] });
});

test("a formula that fails says so in a sentence, an empty one says nothing", () => {
  const failed = resolveRaw({ $expr: "steps.a.nothing.more" }, scopeOf("n_b"));
  expect(failed?.kind).toBe("failed");
  expect(resolveRaw({ $expr: "  " }, scopeOf("n_b"))).toBeNull();
  expect(resolveRaw("plain", scopeOf("n_b"))).toBeNull();
});

test("a key must be a name, and free", () => {
  expect(keyFault("fetch_orders", new Set())).toBeNull();
  expect(keyFault("", new Set())).toContain("needs a key");
  expect(keyFault("1a", new Set())).toContain("letters");
  expect(keyFault("a", new Set(["a"]))).toContain("“a”");
});
