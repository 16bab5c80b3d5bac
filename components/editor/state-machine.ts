import { boxMeasure } from "#components/canvas/box-measure.ts";
import { containerKindOf } from "#core/compile/container-kind.ts";
import type { Graph, GraphNode } from "#core/graph/graph.ts";
import type { NodeDefinition } from "#core/node-kit/define-node.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import { newNode } from "./new-node.ts";

export function machineType(registry: Registry): NodeDefinition | undefined {
  return [...registry.values()].find((definition) => containerKindOf(definition) === "states");
}

export function stateType(registry: Registry): NodeDefinition | undefined {
  return [...registry.values()].find((definition) => containerKindOf(definition) === "state");
}

/** The state that a new machine begins with: an empty one would be a riddle. */
export function firstState(registry: Registry, graph: Graph, machine: GraphNode): GraphNode | null {
  const definition = stateType(registry);
  if (!definition) return null;
  const { left, top } = boxMeasure("states").padding;
  const grown: Graph = { ...graph, nodes: [...graph.nodes, machine] };
  const node = newNode({ definition, graph: grown, place: { x: left, y: top }, parent: machine.id });
  return { ...node, config: { initial: true } };
}
