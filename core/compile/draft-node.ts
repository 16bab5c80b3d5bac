import type { GraphEdge, GraphNode } from "../graph/graph.ts";
import type { NodeId } from "../id.ts";
import type { JsonObject } from "../json/json.ts";
import type { NodeDefinition, Ports } from "../node-kit/define-node.ts";
import type { FormulaInConfig } from "../node-kit/formulas-in.ts";
import type { StepHandling } from "../settings/step-handling.ts";
import { type ContainerKind, containerKindOf } from "./container-kind.ts";
import type { Problem } from "./problem.ts";

/** A node with all that its type says about it. Definition and ports are undefined where they cannot be known. */
export type DraftNode = {
  readonly id: NodeId;
  readonly node: GraphNode;
  readonly definition: NodeDefinition | undefined;
  /** Migrated, defaults filled in. */
  readonly config: JsonObject;
  readonly ports: Ports | undefined;
  /** Undefined when nothing differs from how it comes. */
  readonly handling: StepHandling | undefined;
  /** Every formula in the settings and, under `handling.…`, in the handling. */
  readonly formulas: readonly FormulaInConfig[];
  /** The container that really holds it; a parent that is gone, no container, or in a circle counts as none. */
  readonly parent: NodeId | null;
};

export function isTrigger(node: DraftNode): boolean {
  return node.definition?.role === "trigger";
}

export function isContainer(node: DraftNode): boolean {
  return node.definition?.role === "container";
}

/** How it holds other steps; null when it holds none. */
export function kindOf(node: DraftNode): ContainerKind | null {
  return containerKindOf(node.definition);
}

/** What people call it, in quotes for a sentence. */
export function named(node: DraftNode | GraphNode): string {
  const { title, key } = "node" in node ? node.node : node;
  return `“${title.trim() || key}”`;
}

/** The port on which a disabled step passes its input on. */
export function passPortOf(node: DraftNode): string | undefined {
  const names = node.ports?.outputs.map((port) => port.name) ?? [];
  return names.find((name) => name !== "error") ?? names[0];
}

export type EdgePass = { readonly edges: readonly GraphEdge[]; readonly problems: readonly Problem[] };
