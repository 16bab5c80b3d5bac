import type { ItemPath } from "./activation-id.ts";
import type { ScopeIndex } from "./index-plan.ts";
import { intMapGet } from "./int-map.ts";
import type { RunState, ScopeState } from "./run-state.ts";

/** What the scheduler knows of a scope for the items of `path`; undefined when one of them is not running. */
export function scopeAt({ root }: RunState, scope: ScopeIndex, path: ItemPath): ScopeState | undefined {
  return root ? find(root, scope, path) : undefined;
}

function find(root: ScopeState, scope: ScopeIndex, path: ItemPath): ScopeState | undefined {
  if (!scope.owner) return root;
  const outer = find(root, scope.owner.scope, path.slice(0, -1));
  const container = outer && intMapGet(outer.containers, scope.owner.slot);
  // A container that is about to fail has no item that still matters.
  return container && intMapGet(container.items, path[path.length - 1] ?? -1);
}
