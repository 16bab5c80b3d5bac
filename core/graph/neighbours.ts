import type { NodeId } from "../id.ts";
import type { GraphEdge } from "./graph.ts";

type Edges = readonly Pick<GraphEdge, "source" | "target">[];

/** Every node from which a way along the edges leads to one of these, without these themselves unless on a circle. */
export function upstreamOf(edges: Edges, ids: Iterable<NodeId>): Set<NodeId> {
  return reached(byEnd(edges, "target", "source"), ids);
}

/** Every node to which a way along the edges leads from one of these. */
export function downstreamOf(edges: Edges, ids: Iterable<NodeId>): Set<NodeId> {
  return reached(byEnd(edges, "source", "target"), ids);
}

function byEnd(edges: Edges, from: "source" | "target", to: "source" | "target"): ReadonlyMap<NodeId, NodeId[]> {
  const next = new Map<NodeId, NodeId[]>();
  for (const edge of edges) {
    const list = next.get(edge[from]);
    if (list) list.push(edge[to]);
    else next.set(edge[from], [edge[to]]);
  }
  return next;
}

function reached(next: ReadonlyMap<NodeId, NodeId[]>, ids: Iterable<NodeId>): Set<NodeId> {
  const found = new Set<NodeId>();
  const open = [...ids];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const neighbour of next.get(id) ?? []) {
      if (found.has(neighbour)) continue;
      found.add(neighbour);
      open.push(neighbour);
    }
  }
  return found;
}
