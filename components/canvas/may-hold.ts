import type { GraphNode } from "#core/graph/graph.ts";
import type { Registry } from "#core/node-kit/registry.ts";

/** Whether a box may hold a step: a trigger stays outside of all, and what is no container holds nothing. */
export function mayHold(registry: Registry, box: GraphNode | null, node: GraphNode): boolean {
  if (box === null) return true;
  return registry.get(box.type)?.role === "container" && registry.get(node.type)?.role !== "trigger";
}
