import { edgeIdOf } from "../graph/graph.ts";
import type { NodeId } from "../id.ts";
import type { Plan, PlanEdge, PlanNode } from "./plan.ts";
import { planUntil } from "./plan-until.ts";

/**
 * The plan in which one step runs and every other is replaced by its known output, which the run is given as a pin;
 * null when the plan does not have the step. Steps whose output is not known are left out, with what hangs on them alone.
 * The containers around the step stay what they are: it runs for each item.
 *
 *     trigger > a > if > b     only b, a and if known:     trigger > a, trigger > if' > b     (if' gives what if gave)
 */
export function planOnly(plan: Plan, nodeId: NodeId, trigger: NodeId, known: ReadonlySet<NodeId>): Plan | null {
  const pruned = planUntil(plan, nodeId);
  if (!pruned) return null;
  const goals = goalsOf(pruned, nodeId);
  const kept = pruned.nodes.filter((node) => isKept(node, { goals, trigger, known }));
  const stands = new Set(kept.filter(({ id }) => !goals.has(id) && id !== trigger).map(({ id }) => id));
  const ids = new Set(kept.map(({ id }) => id));
  const rest = pruned.edges.filter(({ source, target }) => ids.has(source) && ids.has(target) && !stands.has(target));
  const started = kept.filter(({ id, parent }) => stands.has(id) && parent === null);
  return {
    ...pruned,
    // The trigger first: everything else comes after it now.
    nodes: kept
      .toSorted((a, b) => Number(b.id === trigger) - Number(a.id === trigger))
      .map((node) => (stands.has(node.id) ? standIn(node) : node)),
    edges: [
      ...started.map(({ id }) => edge({ source: trigger, sourcePort: "out", target: id, targetPort: "in" })),
      ...rest.map((one) => (stands.has(one.source) ? edge({ ...one, sourcePort: "out" }) : one)),
    ],
  };
}

/** The step, and the containers around it. */
function goalsOf({ nodes }: Plan, nodeId: NodeId): ReadonlySet<NodeId> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const goals = new Set<NodeId>();
  for (let at = byId.get(nodeId); at; at = at.parent === null ? undefined : byId.get(at.parent)) goals.add(at.id);
  return goals;
}

type Choice = { readonly goals: ReadonlySet<NodeId>; readonly trigger: NodeId; readonly known: ReadonlySet<NodeId> };

/** What stands inside a container that is replaced as a whole is not needed. */
function isKept({ id, parent }: PlanNode, { goals, trigger, known }: Choice): boolean {
  if (goals.has(id) || id === trigger) return true;
  return known.has(id) && (parent === null || goals.has(parent));
}

function standIn({ id, key, title, parent }: PlanNode): PlanNode {
  return { id, key, title, parent, type: "no-op", version: 1, kind: "step", disabled: false, config: {} };
}

function edge(ends: Omit<PlanEdge, "id">): PlanEdge {
  const { source, sourcePort, target, targetPort } = ends;
  return { id: edgeIdOf(ends), source, sourcePort, target, targetPort };
}
