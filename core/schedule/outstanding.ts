import { activationIdOf, type ItemPath } from "./activation-id.ts";
import type { PlanIndex, ScopeIndex } from "./index-plan.ts";
import type { RunCommand, RunState, ScopeState } from "./run-state.ts";
import { phase } from "./run-state.ts";

/**
 * The commands that no event has answered yet: what a driver that takes a run over has to do. In plan order, items in
 * order. A step whose effects are partly in the journal is among them: it is driven again with the recorded results.
 */
export function outstanding(index: PlanIndex, state: RunState): readonly RunCommand[] {
  if (state.status !== "running" || !state.root) return [];
  if (state.ending) return [{ type: "end", ending: state.ending }];
  const commands: RunCommand[] = [];
  collect(index.root, state.root, [], commands);
  return commands;
}

function collect(scope: ScopeIndex, state: ScopeState, path: ItemPath, into: RunCommand[]): void {
  for (const node of scope.nodes) {
    if (state.cells[2 * node.slot] !== phase.open) continue;
    const activation = activationIdOf(node.node.id, path);
    const each = state.containers.get(node.slot);
    if (!each || !node.body) into.push({ type: "start", activation });
    else if (each.failing) into.push({ type: "fail", activation, failure: each.failing });
    else if (each.ended === each.count) into.push({ type: "close", activation });
    else for (const [item, body] of each.items) collect(node.body, body, [...path, item], into);
  }
}
