import type { NodeDefinition } from "../node-kit/define-node.ts";

/** How the scheduler runs what a container holds. */
export type ContainerKind = "each" | "repeat" | "states" | "state";

const others: ReadonlySet<string> = new Set<ContainerKind>(["repeat", "states", "state"]);

/** Null for what holds nothing. Types are named like the kinds; any other container goes over a list. */
export function containerKindOf(definition: NodeDefinition | undefined): ContainerKind | null {
  if (definition?.role !== "container") return null;
  return others.has(definition.type) ? (definition.type as ContainerKind) : "each";
}
