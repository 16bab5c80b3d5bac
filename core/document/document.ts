import * as Y from "yjs";
import type { Graph } from "../graph/graph.ts";
import { documentParts } from "./layout.ts";
import { makeNode, makeNote, setField } from "./write-parts.ts";

/** A new document that holds the graph. Its ids, keys and values are taken as they are: check foreign ones first. */
export function createDocument(graph: Graph): Y.Doc {
  const doc = new Y.Doc();
  fillDocument(doc, graph);
  return doc;
}

/** Writes a graph into a document that is still empty, in one transaction. */
function fillDocument(doc: Y.Doc, graph: Graph): void {
  const parts = documentParts(doc);
  doc.transact(() => {
    parts.meta.set("title", graph.meta.title);
    parts.meta.set("description", graph.meta.description);
    for (const node of graph.nodes) parts.nodes.set(node.id, makeNode(node));
    for (const { id, source, sourcePort, target, targetPort } of graph.edges) {
      parts.edges.set(id, { source, sourcePort, target, targetPort });
    }
    for (const [field, raw] of Object.entries(graph.settings ?? {})) setField(parts.settings, field, raw);
    for (const note of graph.notes) parts.notes.set(note.id, makeNote(note));
  });
}
