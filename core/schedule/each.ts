import type { Failure } from "../failure.ts";
import { activationIdOf } from "./activation-id.ts";
import type { IndexedNode } from "./index-plan.ts";
import { intMapDelete } from "./int-map.ts";
import type { EachState } from "./run-state.ts";
import { addItem, type ContainerDraft, enterScope, type Frame, removeItem, type Walk } from "./walk.ts";

type EachDraft = ContainerDraft & { readonly kind: EachState["kind"] };

/** Starts items until `parallel` of them run or none is left; closes the container when all have ended. */
export function openItems(walk: Walk, parent: Frame, owner: IndexedNode, container: EachDraft): void {
  while (container.items.size < container.parallel && container.next < container.count && !walk.ending) {
    const item = container.next;
    const frame = addItem(parent, owner, container, item);
    container.next += 1;
    enterScope(walk, frame, frame.scope.entries);
    if (frame.draft.open > 0 || walk.ending) continue;
    // An empty body: the item ends as it starts. A loop, not a recursion: there may be 100,000 of them.
    container.items = intMapDelete(container.items, item);
    container.ended += 1;
    walk.commands.push({
      type: "end-item",
      container: activationIdOf(owner.node.id, parent.path),
      item,
      failure: null,
    });
  }
  if (container.ended === container.count && !walk.ending) {
    walk.commands.push({ type: "close", activation: activationIdOf(owner.node.id, parent.path) });
  }
}

/** An item ended, `cause` says if it failed; the next one starts. */
export function endEachItem(walk: Walk, frame: Frame, container: EachDraft, cause: Failure | null): void {
  const { owner } = frame.scope;
  if (!owner || !frame.parent) return;
  removeItem(walk, frame, cause);
  container.ended += 1;
  openItems(walk, frame.parent, owner, container);
}
