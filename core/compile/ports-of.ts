import type { JsonObject } from "../json/json.ts";
import type { NodeDefinition, Ports } from "../node-kit/define-node.ts";

type Handled = {
  /** Raw settings with defaults filled in. */
  readonly config: JsonObject;
  /** Raw, or as a plan has it. */
  readonly handling?: { readonly onFailure?: unknown } | undefined;
};

/** What travels on when a step fails and somebody asked for that. Types may have an output of this name themselves. */
const errorPort = { name: "error", title: "Error" };

/** Ports of one step: those that its type gives it, and an error port when its handling asks for one. */
export function portsOf(definition: NodeDefinition, { config, handling }: Handled): Ports {
  const ports = definition.ports(config);
  return hasAddedErrorPort(definition, ports, handling) ? { ...ports, outputs: [...ports.outputs, errorPort] } : ports;
}

function hasAddedErrorPort({ role }: NodeDefinition, { outputs }: Ports, handling: Handled["handling"]): boolean {
  return role !== "trigger" && handling?.onFailure === "port" && outputs.every(({ name }) => name !== errorPort.name);
}

/** True when what leaves by this port is a failure, because the type itself has no such port. */
export function carriesFailure(definition: NodeDefinition, node: Handled, port: string): boolean {
  return port === errorPort.name && hasAddedErrorPort(definition, definition.ports(node.config), node.handling);
}
