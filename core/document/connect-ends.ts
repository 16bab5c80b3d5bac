import { type EdgeEnds, edgeIdOf } from "../graph/graph.ts";
import { type DocumentParts, mapAt } from "./layout.ts";

/** Draws an edge when both ends exist; one that is there already is left alone. */
export function connectEnds(parts: DocumentParts, ends: EdgeEnds): void {
  const { source, sourcePort, target, targetPort } = ends;
  const id = edgeIdOf(ends);
  if (parts.edges.has(id) || !mapAt(parts.nodes, source) || !mapAt(parts.nodes, target)) return;
  parts.edges.set(id, { source, sourcePort, target, targetPort });
}
