import fc from "fast-check";
import type { Plan, PlanEdge, PlanNode } from "../../compile/plan.ts";
import { edgeIdOf } from "../../graph/graph.ts";
import type { NodeId } from "../../id.ts";
import type { JsonObject } from "../../json/json.ts";

/**
 * Random plans: a trigger and up to 18 nodes, steps and containers of every kind, up to three deep. Each has up to three
 * edges from earlier nodes of its scope, on ports `out`, `other` and `error`, or one from the trigger. In a state machine
 * there are states, and edges among them lead anywhere: forwards, in circles, and back to where they start.
 */
export type NodeSeed = {
  readonly kind: number;
  readonly into: number;
  readonly limit: number;
  readonly from: readonly { readonly back: number; readonly port: number }[];
};

const nodeSeed: fc.Arbitrary<NodeSeed> = fc.record({
  kind: fc.nat(5),
  into: fc.nat(6),
  limit: fc.nat(6),
  from: fc.array(fc.record({ back: fc.nat(4), port: fc.nat(5) }), { maxLength: 3 }),
});

export const planArbitrary: fc.Arbitrary<Plan> = fc
  .array(nodeSeed, { minLength: 6, maxLength: 18, size: "max" })
  .map(planFrom);

export const ports = ["out", "other", "error"] as const;

type Scope = { readonly owner: PlanNode | null; readonly depth: number; readonly nodes: PlanNode[] };

const kinds = ["step", "step", "each", "repeat", "states", "respond"] as const;
const depthMax = 3;

function planFrom(seeds: readonly NodeSeed[]): Plan {
  const trigger = nodeOf(0, "trigger", null, {});
  const scopes: Scope[] = [{ owner: null, depth: 0, nodes: [trigger] }];
  const nodes = [trigger];
  const edges = new Map<string, PlanEdge>();
  const transitions: (() => void)[] = [];
  const connect = (source: PlanNode | undefined, port: number, target: PlanNode) => {
    if (!source) return;
    // Two thirds of the edges are on `out`, so that much is reached.
    const sourcePort = ports[Math.max(0, port - 3)] ?? "out";
    const ends = { source: source.id, sourcePort, target: target.id, targetPort: "in" };
    edges.set(edgeIdOf(ends), { ...ends, id: edgeIdOf(ends) });
  };
  for (const [at, seed] of seeds.entries()) {
    const scope = scopes[seed.into % scopes.length];
    if (!scope) continue;
    const isState = scope.owner?.kind === "states";
    const kind = isState ? "state" : scope.depth < depthMax ? (kinds[seed.kind] ?? "step") : "step";
    const isFirst = isState && scope.nodes.length === 0 && seed.limit > 1;
    const config: JsonObject = kind === "states" ? { limit: 1 + seed.limit } : isFirst ? { initial: true } : {};
    const node = nodeOf(at + 1, kind, scope.owner?.id ?? null, config);
    const before = [...scope.nodes];
    scope.nodes.push(node);
    nodes.push(node);
    if (isState) {
      // Drawn once all states are there.
      for (const { back, port } of seed.from) {
        transitions.push(() => connect(node, port, scope.nodes[back % scope.nodes.length] ?? node));
      }
    } else for (const { back, port } of seed.from) connect(before[before.length - 1 - back], port, node);
    if (!scope.owner && ![...edges.values()].some((edge) => edge.target === node.id)) connect(trigger, 0, node);
    if (kind !== "step" && kind !== "respond") scopes.push({ owner: node, depth: scope.depth + 1, nodes: [] });
  }
  for (const draw of transitions) draw();
  return { format: 1, nodes, edges: [...edges.values()] };
}

function nodeOf(number: number, kind: PlanNode["kind"], parent: NodeId | null, config: PlanNode["config"]): PlanNode {
  const id = (number === 0 ? "n_t" : `n_${number}`) as NodeId;
  return { id, key: id, title: id, type: kind, version: 1, kind, parent, disabled: false, config };
}
