import { ArrowLeftToLine, ArrowRightToLine } from "lucide-react";
import type { Graph } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";
import { selectOnly } from "../select.ts";
import type { Action } from "./action.ts";

export const selectUpstream: Action = {
  id: "select.upstream",
  label: "Select everything before",
  icon: ArrowLeftToLine,
  category: "Select",
  shortcuts: ["Shift+ArrowLeft"],
  isReading: true,
  predicate: ({ nodes }) => nodes.length > 0,
  perform: ({ session, graph, nodes }) => selectOnly(session.store, [...reach(graph, nodes.map(idOf), "before")]),
};

export const selectDownstream: Action = {
  id: "select.downstream",
  label: "Select everything after",
  icon: ArrowRightToLine,
  category: "Select",
  shortcuts: ["Shift+ArrowRight"],
  isReading: true,
  predicate: ({ nodes }) => nodes.length > 0,
  perform: ({ session, graph, nodes }) => selectOnly(session.store, [...reach(graph, nodes.map(idOf), "after")]),
};

/** The nodes and all that is before, or after, them along edges. */
function reach(graph: Graph, from: readonly NodeId[], way: "before" | "after"): ReadonlySet<NodeId> {
  const found = new Set(from);
  // A set that grows while it is walked visits each new member once.
  for (const id of found) {
    for (const edge of graph.edges) {
      if (way === "after" && edge.source === id) found.add(edge.target);
      if (way === "before" && edge.target === id) found.add(edge.source);
    }
  }
  return found;
}

function idOf(node: { readonly id: NodeId }): NodeId {
  return node.id;
}
