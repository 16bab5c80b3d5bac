import type { Graph, GraphNode } from "#core/graph/graph.ts";
import type { EdgeId, NodeId, NoteId } from "#core/id.ts";
import { nothingSelected, type SelectableId, type SessionStore } from "./session-store.ts";

export function selectOnly(store: SessionStore, ids: readonly SelectableId[]): void {
  store.setState({ selection: ids.length > 0 ? new Set(ids) : nothingSelected });
}

/** The selected nodes, in the order of the drawing. */
export function selectedNodes(graph: Graph, selection: ReadonlySet<SelectableId>): readonly GraphNode[] {
  return selection.size === 0 ? [] : graph.nodes.filter((node) => selection.has(node.id));
}

/** The selection by kind: an edge's id is made of its ends, a note's and a node's tell by their prefix. */
export function selectedIds(selection: ReadonlySet<SelectableId>): {
  readonly nodes: readonly NodeId[];
  readonly edges: readonly EdgeId[];
  readonly notes: readonly NoteId[];
} {
  const ids = [...selection];
  return {
    nodes: ids.filter((id): id is NodeId => id.startsWith("n_") && !id.includes(">")),
    edges: ids.filter((id): id is EdgeId => id.includes(">")),
    notes: ids.filter((id): id is NoteId => id.startsWith("note_")),
  };
}

/** Those that are not inside another of them, at any depth. */
export function topsOf(graph: Pick<Graph, "nodes">, nodes: readonly GraphNode[]): readonly GraphNode[] {
  const ids = new Set(nodes.map((node) => node.id));
  const parents = new Map(graph.nodes.map((node) => [node.id, node.parent]));
  return nodes.filter((node) => {
    const seen = new Set<NodeId>([node.id]);
    for (let up = node.parent; up !== null && !seen.has(up); up = parents.get(up) ?? null) {
      if (ids.has(up)) return false;
      seen.add(up);
    }
    return true;
  });
}
