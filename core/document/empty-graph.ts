import type { Graph } from "../graph/graph.ts";

export const emptyGraph: Graph = { meta: { title: "", description: "" }, nodes: [], edges: [], notes: [] };
