import { upstreamOf } from "../graph/neighbours.ts";
import type { NodeId } from "../id.ts";
import type { JsonObject } from "../json/json.ts";
import type { Plan, PlanNode } from "./plan.ts";

/**
 * The plan with only one step and all that leads to it, for running up to there; null when the plan does not have it.
 * Containers around the step stay, with what in them leads to it; they end with the item, round or state in which it
 * has run, whatever their own formulas say of steps that are left out. Triggers stay: one of them starts the run.
 *
 *     trigger > a > each > d, each{ b > c, b > e }     until b:     trigger > a > each, each{ b }
 */
export function planUntil(plan: Plan, nodeId: NodeId): Plan | null {
  const byId = new Map(plan.nodes.map((node) => [node.id, node]));
  const goals = withHolders(byId, nodeId);
  if (goals.size === 0) return null;
  const edges = plan.edges.filter((edge) => !goals.has(edge.source));
  const kept = new Set<NodeId>(goals);
  for (const id of upstreamOf(edges, goals)) kept.add(id);
  for (const { id, parent, kind } of plan.nodes) {
    // A container comes before what it holds, so whether it is kept is known by then.
    const isHeldWhole = parent !== null && kept.has(parent) && (parent === nodeId || !goals.has(parent));
    if (isHeldWhole || kind === "trigger") kept.add(id);
  }
  return {
    ...plan,
    nodes: plan.nodes
      .filter((node) => kept.has(node.id))
      .map((node) => (goals.has(node.id) && node.id !== nodeId ? endingAfterwards(node) : node)),
    edges: edges.filter((edge) => kept.has(edge.source) && kept.has(edge.target)),
  };
}

/** The step, and the containers around it. */
function withHolders(byId: ReadonlyMap<NodeId, PlanNode>, nodeId: NodeId): ReadonlySet<NodeId> {
  const found = new Set<NodeId>();
  for (let at = byId.get(nodeId); at; at = at.parent === null ? undefined : byId.get(at.parent)) found.add(at.id);
  return found;
}

/** A container's formulas may read steps that are left out: without them it gives what its last step gives. */
function endingAfterwards(node: PlanNode): PlanNode {
  const settings = endings[node.kind];
  return settings ? { ...node, config: { ...node.config, ...settings } } : node;
}

const endings: Readonly<Partial<Record<PlanNode["kind"], JsonObject>>> = {
  each: { result: null },
  repeat: { mode: "until", condition: { $expr: "true" }, result: null },
  state: { transitions: [] },
};
