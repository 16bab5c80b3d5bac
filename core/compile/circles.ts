import type { GraphEdge } from "../graph/graph.ts";
import type { NodeId } from "../id.ts";

/**
 * The circles among nodes: groups in which every node can be come to from every other (Tarjan, without recursion, so
 * that a circle of 2,000 steps is no trouble). Each group and the list of groups are sorted by id.
 */
export function circlesAmong(
  ids: ReadonlySet<NodeId>,
  outgoing: ReadonlyMap<NodeId, readonly GraphEdge[]>,
): readonly (readonly NodeId[])[] {
  const state: Search = { next: new Map(), low: new Map(), stack: [], onStack: new Set(), groups: [] };
  const targetsOf = (id: NodeId) => (outgoing.get(id) ?? []).map((edge) => edge.target).filter((to) => ids.has(to));
  for (const id of [...ids].sort()) if (!state.next.has(id)) search(id, targetsOf, state);
  const isCircle = (group: readonly NodeId[]) =>
    group.length > 1 || targetsOf(group[0] as NodeId).includes(group[0] as NodeId);
  return state.groups.filter(isCircle).sort((a, b) => ((a[0] ?? "") < (b[0] ?? "") ? -1 : 1));
}

type Search = {
  /** Number in the order of discovery. */
  readonly next: Map<NodeId, number>;
  /** Smallest number that can be come to. */
  readonly low: Map<NodeId, number>;
  readonly stack: NodeId[];
  readonly onStack: Set<NodeId>;
  readonly groups: NodeId[][];
};

function search(start: NodeId, targetsOf: (id: NodeId) => readonly NodeId[], state: Search): void {
  const calls: { readonly id: NodeId; readonly targets: readonly NodeId[]; at: number }[] = [];
  const enter = (id: NodeId) => {
    state.low.set(id, state.next.size);
    state.next.set(id, state.next.size);
    state.stack.push(id);
    state.onStack.add(id);
    calls.push({ id, targets: targetsOf(id), at: 0 });
  };
  const lower = (id: NodeId, to: number) => state.low.set(id, Math.min(state.low.get(id) ?? to, to));
  enter(start);
  for (let call = calls.at(-1); call; call = calls.at(-1)) {
    const target = call.targets[call.at++];
    if (target !== undefined) {
      if (!state.next.has(target)) enter(target);
      else if (state.onStack.has(target)) lower(call.id, state.next.get(target) ?? 0);
      continue;
    }
    calls.pop();
    const caller = calls.at(-1);
    if (caller) lower(caller.id, state.low.get(call.id) ?? 0);
    if (state.low.get(call.id) === state.next.get(call.id)) state.groups.push(takeGroup(call.id, state));
  }
}

function takeGroup(root: NodeId, state: Search): NodeId[] {
  const group = state.stack.splice(state.stack.indexOf(root));
  for (const id of group) state.onStack.delete(id);
  return group.sort();
}
