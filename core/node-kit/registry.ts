import type { NodeDefinition } from "./define-node.ts";

/** Every node type that this build knows, by type. Compile, driver and forms take it as an argument. */
export type Registry = ReadonlyMap<string, NodeDefinition>;

export function registryOf(definitions: readonly NodeDefinition[]): Registry {
  return new Map(definitions.map((definition) => [definition.type, definition]));
}
