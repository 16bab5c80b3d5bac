import type { SampleScope } from "#components/fields/resolve-raw.ts";
import { evaluateExpression } from "#core/expression/evaluate.ts";
import type { Graph, GraphNode } from "#core/graph/graph.ts";
import { isExpr } from "#core/graph/tagged.ts";
import type { NodeId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";

/** A step's last known output, and where it came from in words: `run at 12:03`, `pinned sample`. */
export type StepSample = { readonly value: Json; readonly from: string; readonly isShortened?: boolean };

type Args = {
  readonly graph: Graph;
  readonly nodeId: NodeId;
  /** What each step gave in its last run. Pinned samples come before it. */
  readonly samples: ReadonlyMap<NodeId, StepSample>;
  /** Types that start runs. */
  readonly isTrigger: (type: string) => boolean;
};

/** What the formulas of a step would read now: pinned samples, else the last run's outputs, of the steps before it. */
export function sampleScopeOf(args: Args): SampleScope {
  const { graph, nodeId } = args;
  const node = graph.nodes.find((each) => each.id === nodeId);
  const names: Record<string, Json> = {};
  const steps: Record<string, Json> = {};
  const origins = new Map<string, string>();
  const earlier = earlierThan(graph, nodeId);
  for (const each of graph.nodes) {
    const sample = earlier.has(each.id) ? sampleOf(each, args.samples) : undefined;
    if (!sample) continue;
    steps[each.key] = sample.value;
    origins.set(`steps.${each.key}`, sample.from);
    if (args.isTrigger(each.type) && !("trigger" in names)) {
      names.trigger = sample.value;
      origins.set("trigger", sample.from);
    }
  }
  const scope = { names, steps, origins, titles: titlesOf(graph) };
  if (node) addInput(node, { ...args, scope });
  return scope;
}

/** Title by key, for chips and messages. */
export function titlesOf(graph: Graph): ReadonlyMap<string, string> {
  return new Map(graph.nodes.map((node) => [node.key, node.title]));
}

/** The pinned sample of a step, else what its last run gave. */
function sampleOf(node: GraphNode, samples: Args["samples"]): StepSample | undefined {
  return node.pinned === undefined ? samples.get(node.id) : { value: node.pinned, from: "pinned sample" };
}

/** `input` is what arrives: the first delivered edge's value, or inside a container the item. */
function addInput(node: GraphNode, args: Args & { scope: SampleScope }): void {
  const names = args.scope.names as Record<string, Json>;
  const origins = args.scope.origins as Map<string, string>;
  const item = itemOf(node, args);
  if (item) {
    Object.assign(names, { item: item.value, index: 0 });
    origins.set("item", item.from);
    origins.set("index", item.from);
  }
  const sources = args.graph.edges.filter((edge) => edge.target === node.id).map((edge) => edge.source);
  if (sources.length === 0 && item) {
    names.input = item.value;
    origins.set("input", item.from);
    return;
  }
  for (const source of sources) {
    const from = args.graph.nodes.find((each) => each.id === source);
    const sample = from && sampleOf(from, args.samples);
    if (!sample) continue;
    names.input = sample.value;
    origins.set("input", sample.from);
    return;
  }
}

/** The first item that the container around a step would run it for. */
function itemOf(node: GraphNode, args: Args): StepSample | undefined {
  const container = args.graph.nodes.find((each) => each.id === node.parent);
  if (!container) return undefined;
  return firstItemOf(container.config.list ?? { $expr: "input" }, sampleScopeOf({ ...args, nodeId: container.id }));
}

/** The first item of a list setting as the samples give it; undefined when it gives no list or an empty one. */
export function firstItemOf(list: Json, scope: SampleScope): StepSample | undefined {
  const result = isExpr(list)
    ? evaluateExpression(list.$expr, { ...scope.names, steps: scope.steps })
    : { ok: true as const, value: list };
  if (!result.ok || !Array.isArray(result.value) || result.value.length === 0) return undefined;
  const items = result.value as readonly Json[];
  return { value: items[0] as Json, from: `item 1 of ${items.length}` };
}

/** Steps that run before this one: along the edges backwards, out of containers too. */
function earlierThan(graph: Graph, nodeId: NodeId): ReadonlySet<NodeId> {
  const parents = new Map(graph.nodes.map((node) => [node.id, node.parent]));
  const sources = Map.groupBy(graph.edges, (edge) => edge.target);
  const found = new Set<NodeId>();
  const open: NodeId[] = [nodeId];
  for (let at = open.pop(); at; at = open.pop()) {
    const parent = parents.get(at);
    if (parent) open.push(parent);
    for (const { source } of sources.get(at) ?? []) {
      if (found.has(source) || source === nodeId) continue;
      found.add(source);
      open.push(source);
    }
  }
  return found;
}
