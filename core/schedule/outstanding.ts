import { assertNever } from "../invariant.ts";
import { activationIdOf, type ItemPath } from "./activation-id.ts";
import type { ActivationId } from "./event.ts";
import type { PlanIndex, ScopeIndex } from "./index-plan.ts";
import { intMapEntries, intMapGet } from "./int-map.ts";
import type { ContainerState, RunCommand, RunState, ScopeState } from "./run-state.ts";
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
    const held = intMapGet(state.containers, node.slot);
    if (!held || !node.body) into.push({ type: "start", activation });
    else if (held.failing) into.push({ type: "fail", activation, failure: held.failing });
    else if (held.items.size === 0) into.push(afterItems(held, activation));
    else for (const [item, body] of intMapEntries(held.items)) collect(node.body, body, [...path, item], into);
  }
}

/** What a container waits for that holds nothing at the moment. */
function afterItems(held: ContainerState, activation: ActivationId): RunCommand {
  switch (held.kind) {
    case "each":
    case "states":
      return { type: "close", activation };
    case "repeat":
      return { type: "continue", activation, item: held.next };
    case "state":
      return { type: "leave-state", activation };
    default:
      return assertNever(held);
  }
}
