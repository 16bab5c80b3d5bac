import { nodeOfActivation, pathOfActivation } from "./activation-id.ts";
import type { ActivationId } from "./event.ts";
import type { PlanIndex, ScopeIndex } from "./index-plan.ts";
import { phase, type RunState, type ScopeState } from "./run-state.ts";

/** True while the scheduler waits for an answer to this activation. Ask before answering: it may have been cancelled. */
export function isOpen(index: PlanIndex, state: RunState, activation: ActivationId): boolean {
  if (state.status !== "running" || state.ending || !state.root) return false;
  const node = index.nodes.get(nodeOfActivation(activation));
  if (!node) return false;
  const scope = scopeAt(state.root, node.scope, pathOfActivation(activation));
  return scope?.cells[2 * node.slot] === phase.open;
}

function scopeAt(root: ScopeState, scope: ScopeIndex, path: readonly number[]): ScopeState | undefined {
  if (!scope.owner) return root;
  const outer = scopeAt(root, scope.owner.scope, path.slice(0, -1));
  const each = outer?.containers.get(scope.owner.slot);
  // A container that is about to fail has no item that still matters.
  return each?.items.get(path[path.length - 1] as number);
}
