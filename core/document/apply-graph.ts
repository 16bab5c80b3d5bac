import type { Graph } from "../graph/graph.ts";
import { addNode } from "./apply-node.ts";
import type { GraphFragment } from "./commands.ts";
import { connectEnds } from "./connect-ends.ts";
import { type DocumentParts, mapAt } from "./layout.ts";
import { changeFields, changeNode, changeNote, makeNode, makeNote, setIfOther } from "./write-parts.ts";

export function insertFragment(parts: DocumentParts, fragment: GraphFragment): void {
  for (const node of fragment.nodes) addNode(parts, node, []);
  for (const edge of fragment.edges) connectEnds(parts, edge);
  for (const note of fragment.notes) parts.notes.set(note.id, makeNote(note));
}

/** Makes the document equal to the graph by the smallest change: what is alike stays, with what others do to it. */
export function replaceGraph(parts: DocumentParts, graph: Graph): void {
  setIfOther(parts.meta, "title", graph.meta.title);
  setIfOther(parts.meta, "description", graph.meta.description);
  changeFields(parts.settings, graph.settings ?? {});
  keepOnly(parts.edges, graph.edges);
  keepOnly(parts.nodes, graph.nodes);
  keepOnly(parts.notes, graph.notes);
  for (const node of graph.nodes) {
    const map = mapAt(parts.nodes, node.id);
    if (map) changeNode(map, node);
    else parts.nodes.set(node.id, makeNode(node));
  }
  for (const edge of graph.edges) connectEnds(parts, edge);
  for (const note of graph.notes) {
    const map = mapAt(parts.notes, note.id);
    if (map) changeNote(map, note);
    else parts.notes.set(note.id, makeNote(note));
  }
}

function keepOnly(root: DocumentParts["nodes"], kept: readonly { readonly id: string }[]): void {
  const ids = new Set(kept.map(({ id }) => id));
  for (const id of [...root.keys()]) if (!ids.has(id)) root.delete(id);
}
