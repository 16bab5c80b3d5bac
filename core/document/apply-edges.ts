import type { EdgeEnds, GraphEdge, GraphNode } from "../graph/graph.ts";
import type { EdgeId, NodeId } from "../id.ts";
import { addNode } from "./apply-node.ts";
import { connectEnds } from "./connect-ends.ts";
import { isInside } from "./is-inside.ts";
import { type DocumentParts, mapAt } from "./layout.ts";
import { readEdge } from "./read-parts.ts";

/**
 * Removes nodes with all they hold and their edges. `reconnect` joins every step before the removed ones to every
 * step after them, along the ways that led through:
 *
 *     a > [b > c] > d      becomes      a > d
 */
export function removeNodes(parts: DocumentParts, ids: readonly NodeId[], reconnect: boolean): void {
  const removed = new Set<string>([...parts.nodes.keys()].filter((id) => ids.some((top) => isInside(parts, id, top))));
  if (removed.size === 0) return;
  const edges = edgesOf(parts);
  const joins = reconnect ? joinsAround(edges, removed) : [];
  for (const edge of edges) if (removed.has(edge.source) || removed.has(edge.target)) parts.edges.delete(edge.id);
  for (const id of removed) parts.nodes.delete(id);
  for (const ends of joins) {
    const sameParent =
      mapAt(parts.nodes, ends.source)?.get("parent") === mapAt(parts.nodes, ends.target)?.get("parent");
    if (sameParent && ends.source !== ends.target) connectEnds(parts, ends);
  }
}

type Splice = {
  readonly edge: EdgeId;
  readonly node: GraphNode;
  readonly inputPort: string;
  readonly outputPort: string;
};

/** Puts a node between the ends of an edge; when the edge is gone by now, the node is added alone. */
export function spliceEdge(parts: DocumentParts, { edge: id, node, inputPort, outputPort }: Splice): void {
  const edge = readEdge(id, parts.edges.get(id));
  if (!edge) {
    addNode(parts, node, []);
    return;
  }
  parts.edges.delete(id);
  addNode(parts, node, [
    { source: edge.source, sourcePort: edge.sourcePort, target: node.id, targetPort: inputPort },
    { source: node.id, sourcePort: outputPort, target: edge.target, targetPort: edge.targetPort },
  ]);
}

function edgesOf(parts: DocumentParts): GraphEdge[] {
  return [...parts.edges.entries()].flatMap(([id, value]) => readEdge(id, value) ?? []);
}

function joinsAround(edges: readonly GraphEdge[], removed: ReadonlySet<string>): EdgeEnds[] {
  const joins: EdgeEnds[] = [];
  for (const into of edges) {
    if (removed.has(into.source) || !removed.has(into.target)) continue;
    const seen = new Set<string>([into.target]);
    // The list grows while it is walked.
    const walk: string[] = [into.target];
    for (const at of walk) {
      for (const out of edgesOn(edges, at)) {
        if (!removed.has(out.target)) {
          joins.push({
            source: into.source,
            sourcePort: into.sourcePort,
            target: out.target,
            targetPort: out.targetPort,
          });
        } else if (!seen.has(out.target)) {
          seen.add(out.target);
          walk.push(out.target);
        }
      }
    }
  }
  return joins;
}

/** Edges that leave a node; its error edge counts only when it has no other. */
function edgesOn(edges: readonly GraphEdge[], id: string): readonly GraphEdge[] {
  const all = edges.filter((edge) => edge.source === id);
  const usual = all.filter((edge) => edge.sourcePort !== "error");
  return usual.length > 0 ? usual : all;
}
