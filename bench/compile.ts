import { compile } from "#core/compile/compile.ts";
import { type EdgeEnds, edgeIdOf, type Graph, type GraphNode } from "#core/graph/graph.ts";
import { idOf, type NodeId } from "#core/id.ts";
import type { JsonObject } from "#core/json/json.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";

const sizes = [10, 100, 1_000];
const rounds = 25;

/**
 * Compiles drawings like those that people make: blocks of ten steps, each with formulas that read other steps, a
 * branch that rejoins, a container, a list step and a request. `first` is a cold start; the others get a fresh graph
 * each time, as after an edit that changed every step; `edit` changes one step and keeps the rest, as typing does.
 */
export async function bench(): Promise<readonly Record<string, unknown>[]> {
  return sizes.map((nodes) => {
    const firstMs = timed(() => judge(drawing(nodes)));
    const fresh = repeated(() => drawing(nodes));
    let graph = drawing(nodes);
    const edit = repeated(() => {
      graph = edited(graph);
      return graph;
    });
    return {
      bench: "compile",
      case: `${nodes} nodes`,
      nodes,
      edges: graph.edges.length,
      firstMs: rounded(firstMs),
      freshMsMin: rounded(Math.min(...fresh)),
      freshMsMedian: rounded(middleOf(fresh)),
      freshMsMax: rounded(Math.max(...fresh)),
      editMsMedian: rounded(middleOf(edit)),
      goalMs: nodes === 1_000 ? 50 : null,
    };
  });
}

function judge(graph: Graph): void {
  const { plan, problems } = compile(graph, nodeRegistry);
  if (!plan || plan.nodes.length !== graph.nodes.length) {
    throw new Error(`The drawing to measure does not compile: ${JSON.stringify(problems.slice(0, 3))}`);
  }
}

function repeated(next: () => Graph): readonly number[] {
  return Array.from({ length: rounds }, () => {
    const graph = next();
    return timed(() => judge(graph));
  });
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function middleOf(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}

function edited(graph: Graph): Graph {
  const at = graph.nodes.length >> 1;
  const nodes = graph.nodes.map((node, place) => (place === at ? { ...node, title: `${node.title}.` } : node));
  return { ...graph, nodes };
}

/** `count` steps, a multiple of ten: a trigger, then blocks in a row. */
function drawing(count: number): Graph {
  const nodes: GraphNode[] = [];
  const edges: EdgeEnds[] = [];
  let before: readonly (readonly [NodeId, string])[] = [];
  const step = (type: string, config: JsonObject, parent: NodeId | null = null): NodeId => {
    const id = idOf("n", `bench${nodes.length}`);
    const version = nodeRegistry.get(type)?.version ?? 1;
    const place = { x: nodes.length * 260, y: 0, w: null, h: null };
    const key = `step_${nodes.length}`;
    nodes.push({ id, type, version, key, title: `Step ${nodes.length}`, ...place, parent, disabled: false, config });
    if (parent === null) {
      for (const [source, sourcePort] of before) edges.push({ source, sourcePort, target: id, targetPort: "in" });
      before = [[id, "out"]];
    }
    return id;
  };
  const last = () => `steps.step_${nodes.length - 1}`;
  step("manual", { sample: { amount: 12, lines: [{ price: 2, count: 3 }], customer: { name: "Ana" } } });
  while (nodes.length < count) {
    const block = nodes.length;
    step("set-fields", { fields: [{ name: "total", value: { $expr: `trigger.amount * ${block}.0` } }] });
    const branch = step("if", { condition: { $expr: `${last()}.total > 100.0` } });
    before = [[branch, "true"]];
    const yes = step("set-fields", {
      fields: [{ name: "note", value: { $template: ["Dear ", { $expr: "trigger.customer.name" }] } }],
    });
    before = [[branch, "false"]];
    const no = step("set-fields", {
      fields: [{ name: "note", value: { $expr: `string(steps.step_${block}.total)` } }],
    });
    before = [
      [yes, "out"],
      [no, "out"],
    ];
    const each = step("each", {
      list: { $expr: "trigger.lines" },
      result: { $expr: `steps.step_${nodes.length + 1}` },
    });
    step("set-fields", { fields: [{ name: "sum", value: { $expr: "item.price * item.count" } }] }, each);
    step("sort", {
      list: { $expr: `steps.step_${block + 4}` },
      by: [{ value: { $expr: "item.sum" }, direction: "descending", compare: "number" }],
    });
    step("set-fields", { fields: [{ name: "first", value: { $expr: `size(${last()}) > 0 ? ${last()}[0] : null` } }] });
    step("http-request", {
      url: { $template: ["https://example.com/", { $expr: `string(steps.step_${block}.total)` }] },
    });
    if (nodes.length < count)
      step("set-fields", {
        fields: [{ name: "done", value: { $expr: `size(steps.step_${block + 6}) == size(trigger.lines)` } }],
      });
  }
  return {
    meta: { title: "Measured", description: "" },
    nodes,
    edges: edges.map((ends) => ({ id: edgeIdOf(ends), ...ends })),
    notes: [],
  };
}
