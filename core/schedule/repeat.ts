import type { IndexedNode } from "./index-plan.ts";
import type { RepeatState } from "./run-state.ts";
import {
  addItem,
  type ContainerDraft,
  enterScope,
  type Frame,
  ownerActivation,
  removeItem,
  type Walk,
} from "./walk.ts";

type RepeatDraft = ContainerDraft & { readonly kind: RepeatState["kind"] };

/** The driver says that the next round begins. */
export function openRound(walk: Walk, parent: Frame, owner: IndexedNode, container: RepeatDraft): void {
  const frame = addItem(parent, owner, container, container.next);
  container.next += 1;
  enterScope(walk, frame, frame.scope.entries);
  if (frame.draft.open === 0 && !walk.ending) endRound(walk, frame, container);
}

/** A round ended: whether another follows depends on values, which only the driver knows. */
export function endRound(walk: Walk, frame: Frame, container: RepeatDraft): void {
  removeItem(walk, frame, null);
  walk.commands.push({ type: "continue", activation: ownerActivation(frame), item: container.next });
}

/** Whether this event's round is the one that the container waits for. */
export function isNextRound(container: RepeatDraft, item: number): boolean {
  return container.failing === null && container.items.size === 0 && container.next === item;
}
