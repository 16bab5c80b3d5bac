import { nodeOfActivation, pathOfActivation } from "./activation-id.ts";
import type { ActivationId } from "./event.ts";
import type { PlanIndex } from "./index-plan.ts";
import { phase, type RunState } from "./run-state.ts";
import { scopeAt } from "./scope-at.ts";

/** True while the scheduler waits for an answer to this activation. Ask before answering: it may have been cancelled. */
export function isOpen(index: PlanIndex, state: RunState, activation: ActivationId): boolean {
  if (state.status !== "running" || state.ending) return false;
  const node = index.nodes.get(nodeOfActivation(activation));
  if (!node) return false;
  return scopeAt(state, node.scope, pathOfActivation(activation))?.cells[2 * node.slot] === phase.open;
}
