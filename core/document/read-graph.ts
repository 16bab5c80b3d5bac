import type * as Y from "yjs";
import type { Graph } from "../graph/graph.ts";
import { graphReader } from "./graph-reader.ts";

/** Reads a document once. Total: drops what is not whole and edges whose ends are gone. Never writes. */
export function readGraph(doc: Y.Doc): Graph {
  const reader = graphReader(doc);
  const graph = reader.snapshot();
  reader.destroy();
  return graph;
}
