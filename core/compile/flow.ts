import type { GraphEdge } from "../graph/graph.ts";
import type { NodeId } from "../id.ts";
import { circlesAmong } from "./circles.ts";
import { type DraftNode, isContainer, isTrigger, passPortOf } from "./draft-node.ts";
import { type Machine, machinesOf } from "./machines.ts";

/**
 * How values can flow through a draft. Only sound edges count: both ends in the same region (the top level, or the
 * body of one container), ports that exist, no trigger that is disabled, and of a disabled step only the port on which
 * it passes its input on. Transitions of state machines are no flow: they are with their machine.
 */
export type Flow = {
  readonly incoming: ReadonlyMap<NodeId, readonly GraphEdge[]>;
  readonly outgoing: ReadonlyMap<NodeId, readonly GraphEdge[]>;
  /**
   * Nodes of each region (null: the top level), each after all that it waits for. By the longest way from a start, then
   * by id, so that the order in which a graph is listed does not matter. Without nodes on a circle or behind one.
   */
  readonly regions: ReadonlyMap<NodeId | null, readonly DraftNode[]>;
  readonly machines: ReadonlyMap<NodeId, Machine>;
  readonly circles: readonly (readonly NodeId[])[];
  /** Nodes that a run can come to. */
  readonly reached: ReadonlySet<NodeId>;
  /** Enabled triggers at the top level, in order. */
  readonly triggers: readonly DraftNode[];
};

export function flowOf(nodes: ReadonlyMap<NodeId, DraftNode>, soundEdges: readonly GraphEdge[]): Flow {
  const incoming = new Map<NodeId, GraphEdge[]>();
  const outgoing = new Map<NodeId, GraphEdge[]>();
  const machines = machinesOf(nodes, soundEdges);
  for (const edge of soundEdges) {
    const source = nodes.get(edge.source);
    if (!source || (source.node.disabled && (isTrigger(source) || passPortOf(source) !== edge.sourcePort))) continue;
    if (source.parent !== null && machines.has(source.parent)) continue;
    push(incoming, edge.target, edge);
    push(outgoing, edge.source, edge);
  }
  const { ordered, stuck } = levelled(nodes, incoming, outgoing);
  const regions = new Map<NodeId | null, DraftNode[]>();
  for (const node of ordered) push(regions, node.parent, node);
  for (const [id, { states }] of machines) if (states.length > 0) regions.set(id, [...states]);
  const triggers = (regions.get(null) ?? []).filter((node) => isTrigger(node) && !node.node.disabled);
  const circles = circlesAmong(stuck, outgoing);
  const reached = reachedFrom({ triggers, nodes, outgoing, machines });
  return { incoming, outgoing, regions, machines, circles, reached, triggers };
}

/** Kahn's algorithm that keeps the longest distance; what is left over is on a circle or behind one. */
function levelled(
  nodes: ReadonlyMap<NodeId, DraftNode>,
  incoming: ReadonlyMap<NodeId, readonly GraphEdge[]>,
  outgoing: ReadonlyMap<NodeId, readonly GraphEdge[]>,
): { readonly ordered: readonly DraftNode[]; readonly stuck: ReadonlySet<NodeId> } {
  const waits = new Map<NodeId, number>();
  const levels = new Map<NodeId, number>();
  const ready: NodeId[] = [];
  for (const id of nodes.keys()) {
    const count = incoming.get(id)?.length ?? 0;
    waits.set(id, count);
    if (count === 0) ready.push(id);
  }
  const done: DraftNode[] = [];
  // The list grows while it is walked.
  for (const id of ready) {
    const node = nodes.get(id);
    if (node) done.push(node);
    waits.delete(id);
    const level = levels.get(id) ?? 0;
    levels.set(id, level);
    for (const edge of outgoing.get(id) ?? []) {
      levels.set(edge.target, Math.max(levels.get(edge.target) ?? 0, level + 1));
      const left = (waits.get(edge.target) ?? 0) - 1;
      waits.set(edge.target, left);
      if (left === 0) ready.push(edge.target);
    }
  }
  const levelOf = (node: DraftNode) => levels.get(node.id) ?? 0;
  const ordered = done.sort((a, b) => levelOf(a) - levelOf(b) || (a.id < b.id ? -1 : 1));
  return { ordered, stuck: new Set(waits.keys()) };
}

type Start = {
  readonly triggers: readonly DraftNode[];
  readonly nodes: ReadonlyMap<NodeId, DraftNode>;
  readonly outgoing: ReadonlyMap<NodeId, readonly GraphEdge[]>;
  readonly machines: ReadonlyMap<NodeId, Machine>;
};

function reachedFrom({ triggers, nodes, outgoing, machines }: Start): Set<NodeId> {
  const bodies = new Map<NodeId, NodeId[]>();
  for (const node of nodes.values()) {
    const isEntered = node.parent !== null && (machines.get(node.parent)?.reached.has(node.id) ?? true);
    if (node.parent !== null && isEntered) push(bodies, node.parent, node.id);
  }
  const reached = new Set<NodeId>(triggers.map((node) => node.id));
  const open = [...reached];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = nodes.get(id);
    const entered = node && isContainer(node) && !node.node.disabled ? (bodies.get(id) ?? []) : [];
    for (const next of [...(outgoing.get(id) ?? []).map((edge) => edge.target), ...entered]) {
      if (reached.has(next)) continue;
      reached.add(next);
      open.push(next);
    }
  }
  return reached;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
