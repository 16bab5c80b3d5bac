import type { NodeDefinition, SettingFault } from "../../node-kit/define-node.ts";
import { type Registry, registryOf } from "../../node-kit/registry.ts";
import { nodeDefinitions } from "../registry.ts";
import { scheduleFaults } from "./schedule-faults.ts";

type Check = (config: Readonly<Record<string, unknown>>) => readonly SettingFault[];

/** By type: what is wrong with settings that fit their schema, where it takes a library to tell. */
const checks: ReadonlyMap<string, Check> = new Map([["schedule", scheduleFaults]]);

/**
 * The registry for who compiles: the server, and the browser's compile worker. A page only draws steps, so it gets the
 * plain one and not the libraries of the checks (33 kB of gzip).
 */
export const checkedRegistry: Registry = registryOf(
  nodeDefinitions.map((definition): NodeDefinition => {
    const check = checks.get(definition.type);
    return check ? { ...definition, check } : definition;
  }),
);
