import type { NodeId } from "../id.ts";
import type { ActivationId } from "./event.ts";

/** The items that lead to an activation, outermost first; empty at the top level. */
export type ItemPath = readonly number[];

const topLevel: ItemPath = [];

/** `n_a` at the top level, `n_a:3` in item 3, `n_a:3.0` one container deeper. */
export function activationIdOf(node: NodeId, path: ItemPath): ActivationId {
  return path.length === 0 ? node : `${node}:${path.join(".")}`;
}

export function nodeOfActivation(activation: ActivationId): NodeId {
  const colon = activation.indexOf(":");
  return (colon < 0 ? activation : activation.slice(0, colon)) as NodeId;
}

export function pathOfActivation(activation: ActivationId): ItemPath {
  const colon = activation.indexOf(":");
  if (colon < 0) return topLevel;
  return activation
    .slice(colon + 1)
    .split(".")
    .map(Number);
}
