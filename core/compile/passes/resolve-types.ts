import type { Graph, GraphNode } from "../../graph/graph.ts";
import { closestName } from "../../json/closest-name.ts";
import type { JsonObject } from "../../json/json.ts";
import type { NodeDefinition } from "../../node-kit/define-node.ts";
import type { Registry } from "../../node-kit/registry.ts";
import type { Problem } from "../problem.ts";

export type TypedNode = {
  readonly node: GraphNode;
  readonly definition: NodeDefinition | undefined;
  /** Raw settings, brought to the version of the definition. */
  readonly raw: JsonObject;
};

/** Finds the definition of every node and migrates settings of an older version. */
export function resolveTypes(
  graph: Graph,
  registry: Registry,
): { readonly nodes: readonly TypedNode[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const nodes = graph.nodes.map((node): TypedNode => {
    const definition = registry.get(node.type);
    if (!definition) {
      problems.push(problem(node, "type-unknown", unknownMessage(node.type, registry)));
      return { node, definition: undefined, raw: node.config };
    }
    if (node.version > definition.version) {
      const message = `This step was made with a newer Heddle (${definition.title}, version ${node.version}). Update Heddle, or replace the step.`;
      problems.push(problem(node, "type-newer", message));
      return { node, definition: undefined, raw: node.config };
    }
    return { node, definition, raw: migrated(node, definition) };
  });
  return { nodes, problems };
}

/** Migrations are code of a type's author; one that fails on strange settings leaves them for the next pass to judge. */
function migrated(node: GraphNode, definition: NodeDefinition): JsonObject {
  let config = node.config;
  try {
    for (let version = node.version; version < definition.version; version++) {
      config = definition.migrate?.[version]?.(config) ?? config;
    }
    return config;
  } catch {
    return node.config;
  }
}

function unknownMessage(type: string, registry: Registry): string {
  const near = closestName(type, registry.keys());
  const hint = near ? ` Did you mean ${registry.get(near)?.title}?` : "";
  return `There is no step type “${type}” here.${hint} Remove the step or replace it.`;
}

function problem(node: GraphNode, code: Problem["code"], message: string): Problem {
  return {
    code,
    severity: "error",
    nodeId: node.id,
    field: null,
    message,
    fix: { label: "Delete the step", commands: [{ type: "node.remove", ids: [node.id], reconnect: true }] },
  };
}
