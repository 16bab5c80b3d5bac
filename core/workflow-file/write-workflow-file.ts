import type { Graph, GraphEdge, GraphNode } from "../graph/graph.ts";

export const workflowFileFormat = "heddle.workflow";
export const workflowFileVersion = 1;

/**
 * A workflow as a readable JSON file, in the order of the graph: what a node shares with most others (top level, enabled,
 * no size) is left out. `parseWorkflowFile` gives exactly the same graph back.
 */
export function writeWorkflowFile({ meta, nodes, edges, notes, settings }: Graph): string {
  const file = {
    format: workflowFileFormat,
    version: workflowFileVersion,
    title: meta.title,
    description: meta.description,
    ...(settings ? { settings } : {}),
    nodes: nodes.map(fileNode),
    edges: edges.map(fileEdge),
    notes,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function fileNode(node: GraphNode) {
  const { id, key, type, version, title, x, y, w, h, parent, disabled, config, handling, pinned } = node;
  return {
    id,
    key,
    title,
    type,
    version,
    x,
    y,
    ...(w === null ? {} : { w }),
    ...(h === null ? {} : { h }),
    ...(parent === null ? {} : { parent }),
    ...(disabled ? { disabled } : {}),
    config,
    ...(handling ? { handling } : {}),
    ...(pinned === undefined ? {} : { pinned }),
  };
}

function fileEdge({ source, sourcePort, target, targetPort }: GraphEdge) {
  return { from: `${source}.${sourcePort}`, to: `${target}.${targetPort}` };
}
