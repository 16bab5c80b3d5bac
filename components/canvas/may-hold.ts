import { containerKindOf } from "#core/compile/container-kind.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { NodeDefinition } from "#core/node-kit/define-node.ts";
import type { Registry } from "#core/node-kit/registry.ts";

/** Whether a step may be in a box; null stands for outside of all. A trigger is in none, a state only in a machine. */
export function mayHold(registry: Registry, box: GraphNode | null, node: Pick<GraphNode, "type">): boolean {
  const definition = registry.get(node.type);
  if (box === null) return isFree(definition);
  const kind = containerKindOf(registry.get(box.type));
  if (kind === null || definition?.role === "trigger") return false;
  return (kind === "states") === (containerKindOf(definition) === "state");
}

/** Whether steps of this type can stand outside of all boxes. */
export function isFree(definition: NodeDefinition | undefined): boolean {
  return containerKindOf(definition) !== "state";
}
