import type { NodeDefinition } from "#core/node-kit/define-node.ts";
import { parseConfig } from "#core/node-kit/parse-config.ts";

export type DefaultPorts = { readonly input: string | null; readonly output: string | null };

const known = new WeakMap<NodeDefinition, DefaultPorts>();

/** The ports by which a fresh step of this type is joined: its first of each side; null where it has none. */
export function defaultPorts(definition: NodeDefinition): DefaultPorts {
  const made = known.get(definition);
  if (made) return made;
  const ports = definition.ports(parseConfig(definition, {}).config);
  const found = { input: ports.inputs[0]?.name ?? null, output: ports.outputs[0]?.name ?? null };
  known.set(definition, found);
  return found;
}
