import type { NodeId } from "../id.ts";
import type { Draft } from "./draft.ts";
import { type DraftNode, isContainer, isTrigger } from "./draft-node.ts";
import type { Plan, PlanEdge, PlanNode } from "./plan.ts";

/**
 * The plan of a draft without errors. Only what a run can come to; a container is followed by what it holds. Nodes and
 * edges are in an order that depends on nothing but ids and connections: the same drawing always gives the same plan.
 */
export function makePlan(draft: Draft): Plan {
  const ordered = inOrder(draft, null);
  const placeOf = new Map(ordered.map((node, place) => [node.id, place]));
  const edges = ordered.flatMap((node) =>
    (draft.flow.incoming.get(node.id) ?? [])
      .filter((edge) => placeOf.has(edge.source))
      .map((edge) => ({ edge, port: portPlace(node, edge.targetPort), from: placeOf.get(edge.source) ?? 0 }))
      .sort((a, b) => a.port - b.port || a.from - b.from || (a.edge.id < b.edge.id ? -1 : 1))
      .map(({ edge: { id, source, sourcePort, target, targetPort } }): PlanEdge => {
        return { id, source, sourcePort, target, targetPort };
      }),
  );
  const { chosen } = draft.settings;
  return { format: 1, nodes: ordered.map(planNode), edges, ...(chosen ? { settings: chosen } : {}) };
}

function inOrder({ flow }: Draft, region: NodeId | null): DraftNode[] {
  const ordered: DraftNode[] = [];
  const open: DraftNode[] = (flow.regions.get(region) ?? []).toReversed();
  for (let node = open.pop(); node; node = open.pop()) {
    if (!flow.reached.has(node.id)) continue;
    ordered.push(node);
    if (isContainer(node)) open.push(...(flow.regions.get(node.id) ?? []).toReversed());
  }
  return ordered;
}

function portPlace({ ports }: DraftNode, name: string): number {
  return ports?.inputs.findIndex((port) => port.name === name) ?? 0;
}

function planNode(draft: DraftNode): PlanNode {
  const { id, key, title, type, disabled, version } = draft.node;
  return {
    id,
    key,
    title,
    type,
    version: draft.definition?.version ?? version,
    kind: kindOf(draft),
    parent: draft.parent,
    disabled,
    config: draft.config,
    ...(draft.handling && !isTrigger(draft) ? { handling: draft.handling } : {}),
  };
}

function kindOf(draft: DraftNode): PlanNode["kind"] {
  if (isTrigger(draft)) return "trigger";
  if (isContainer(draft)) return "each";
  return draft.definition?.role === "respond" ? "respond" : "step";
}
