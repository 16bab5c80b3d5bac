import type { GraphEdge } from "../graph/graph.ts";
import type { NodeId } from "../id.ts";
import type { Draft } from "./draft.ts";
import { type DraftNode, isContainer, isTrigger, kindOf } from "./draft-node.ts";
import type { Flow } from "./flow.ts";
import type { Plan, PlanEdge, PlanNode } from "./plan.ts";

/**
 * The plan of a draft without errors. Only what a run can come to; a container is followed by what it holds. Nodes and
 * edges are in an order that depends on nothing but ids and connections: the same drawing always gives the same plan.
 */
export function makePlan(draft: Draft): Plan {
  const ordered = inOrder(draft, null);
  const placeOf = new Map(ordered.map((node, place) => [node.id, place]));
  const edges = ordered.flatMap((node) =>
    edgesInto(draft, node)
      .filter((edge) => placeOf.has(edge.source))
      .map((edge) => ({ edge, port: portPlace(node, edge.targetPort), from: placeOf.get(edge.source) ?? 0 }))
      .sort((a, b) => a.port - b.port || a.from - b.from || (a.edge.id < b.edge.id ? -1 : 1))
      .map(({ edge: { id, source, sourcePort, target, targetPort } }): PlanEdge => {
        return { id, source, sourcePort, target, targetPort };
      }),
  );
  const { chosen } = draft.settings;
  const nodes = ordered.map((node) => planNode(node, draft));
  return { format: 1, nodes, edges, ...(chosen ? { settings: chosen } : {}) };
}

function edgesInto({ flow }: Draft, { id, parent }: DraftNode): readonly GraphEdge[] {
  const machine = parent === null ? undefined : flow.machines.get(parent);
  return (machine ?? flow).incoming.get(id) ?? [];
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

function planNode(draft: DraftNode, { flow }: Draft): PlanNode {
  const { id, key, title, type, disabled, version } = draft.node;
  return {
    id,
    key,
    title,
    type,
    version: draft.definition?.version ?? version,
    kind: planKindOf(draft),
    parent: draft.parent,
    disabled,
    config: isFirst(draft, flow) ? { ...draft.config, initial: true } : draft.config,
    ...(draft.handling && !isTrigger(draft) ? { handling: draft.handling } : {}),
  };
}

/** The plan says with which state a machine begins, where the drawing only lets one see it. */
function isFirst({ id, parent }: DraftNode, { machines }: Flow): boolean {
  return parent !== null && machines.get(parent)?.firsts[0]?.id === id;
}

function planKindOf(draft: DraftNode): PlanNode["kind"] {
  if (isTrigger(draft)) return "trigger";
  return kindOf(draft) ?? (draft.definition?.role === "respond" ? "respond" : "step");
}
