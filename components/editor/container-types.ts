import { isFree } from "#components/canvas/may-hold.ts";
import type { NodeDefinition } from "#core/node-kit/define-node.ts";
import type { Registry } from "#core/node-kit/registry.ts";

/** The kinds of box that steps can be put into, the usual one first. */
export function containerTypes(registry: Registry): readonly NodeDefinition[] {
  return [...registry.values()].filter((definition) => definition.role === "container" && isFree(definition));
}
