import type { GraphEdge } from "../graph/graph.ts";
import type { NodeId } from "../id.ts";
import { type DraftNode, kindOf, passPortOf } from "./draft-node.ts";

/**
 * A state machine: the states in a box, and the connections between them, which are transitions. They may lead back,
 * and do not carry values as other connections do, so they are kept apart from the flow.
 *
 *     states{ ask.yes > paid, ask.no > remind, remind.out > ask }       begins with ask
 */
export type Machine = {
  readonly box: DraftNode;
  /** From the first one outwards, then those that nothing leads to; by id where equally far. */
  readonly states: readonly DraftNode[];
  /** The states that may be the first: one, when the drawing says it clearly. */
  readonly firsts: readonly DraftNode[];
  readonly incoming: ReadonlyMap<NodeId, readonly GraphEdge[]>;
  readonly outgoing: ReadonlyMap<NodeId, readonly GraphEdge[]>;
  /** States that the machine can come to; all of them while it is not clear where it begins. */
  readonly reached: ReadonlySet<NodeId>;
};

export function machinesOf(
  nodes: ReadonlyMap<NodeId, DraftNode>,
  soundEdges: readonly GraphEdge[],
): ReadonlyMap<NodeId, Machine> {
  const machines = new Map<NodeId, Machine>();
  for (const box of nodes.values())
    if (kindOf(box) === "states") machines.set(box.id, machineOf(box, nodes, soundEdges));
  return machines;
}

function machineOf(box: DraftNode, nodes: ReadonlyMap<NodeId, DraftNode>, soundEdges: readonly GraphEdge[]): Machine {
  const states = [...nodes.values()].filter((node) => node.parent === box.id).sort((a, b) => (a.id < b.id ? -1 : 1));
  const incoming = new Map<NodeId, GraphEdge[]>(states.map((state) => [state.id, []]));
  const outgoing = new Map<NodeId, GraphEdge[]>(states.map((state) => [state.id, []]));
  for (const edge of soundEdges) {
    const source = nodes.get(edge.source);
    if (source?.parent !== box.id || !leavesBy(source).includes(edge.sourcePort)) continue;
    outgoing.get(edge.source)?.push(edge);
    incoming.get(edge.target)?.push(edge);
  }
  const firsts = firstsOf(states, incoming);
  const order = walked(
    (firsts.length === 1 ? firsts : states).map((state) => state.id),
    outgoing,
  );
  const place = (state: DraftNode) => order.get(state.id) ?? order.size;
  return {
    box,
    states: states.toSorted((a, b) => place(a) - place(b)),
    firsts,
    incoming,
    outgoing,
    reached: new Set(order.keys()),
  };
}

/** Ports by which a state can be left; a disabled one passes on what it was given by the first. */
export function leavesBy(state: DraftNode): readonly string[] {
  if (!state.node.disabled) return state.ports?.outputs.map((port) => port.name) ?? [];
  const port = passPortOf(state);
  return port === undefined ? [] : [port];
}

/** Those that say so; when none does, those that nothing but themselves leads to. */
function firstsOf(
  states: readonly DraftNode[],
  incoming: ReadonlyMap<NodeId, readonly GraphEdge[]>,
): readonly DraftNode[] {
  const chosen = states.filter((state) => state.config.initial === true);
  if (chosen.length > 0) return chosen;
  return states.filter((state) => incoming.get(state.id)?.every((edge) => edge.source === state.id));
}

/** States by the order in which a walk along the transitions comes to them, each round by id. */
function walked(
  starts: readonly NodeId[],
  outgoing: ReadonlyMap<NodeId, readonly GraphEdge[]>,
): ReadonlyMap<NodeId, number> {
  const order = new Map<NodeId, number>();
  for (let round: readonly NodeId[] = starts; round.length > 0; ) {
    for (const id of round) order.set(id, order.size);
    const next = round.flatMap((id) => (outgoing.get(id) ?? []).map((edge) => edge.target));
    round = [...new Set(next)].filter((id) => !order.has(id)).sort();
  }
  return order;
}
