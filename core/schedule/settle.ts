import type { Failure } from "../failure.ts";
import { assertNever } from "../invariant.ts";
import { endEachItem } from "./each.ts";
import type { ActivationId } from "./event.ts";
import { errorPort, type IndexedNode } from "./index-plan.ts";
import { endRound } from "./repeat.ts";
import type { Phase } from "./run-state.ts";
import { phase } from "./run-state.ts";
import { endBody, moveOn } from "./states.ts";
import { cancelItems, cancelOpen, deliver, endRun, type Frame, mark, ownerActivation, type Walk } from "./walk.ts";

/** An open node got its result: passes it on along `port`, and ends the scope when nothing else is open. */
export function settle(walk: Walk, frame: Frame, node: IndexedNode, to: Phase, port: string): void {
  frame.draft.open -= 1;
  mark(walk, frame, node, to);
  if (frame.container?.kind === "states") {
    moveOn(walk, frame, frame.container, node, port);
    return;
  }
  deliver(walk, frame, node, port);
  if (frame.draft.open > 0 || walk.ending) return;
  endScope(walk, frame);
}

/** A node failed for good: along its error port when one is drawn, else it is the failure of what it is in. */
export function failNode(walk: Walk, frame: Frame, node: IndexedNode, cause: Failure, activation: ActivationId): void {
  if (node.catchesFailure) settle(walk, frame, node, phase.failed, errorPort);
  else failScope(walk, frame, node, cause, activation);
}

function endScope(walk: Walk, frame: Frame): void {
  const { container } = frame;
  if (!container) {
    endRun(walk, { outcome: "succeeded" });
    return;
  }
  switch (container.kind) {
    case "each":
      endEachItem(walk, frame, container, null);
      return;
    case "repeat":
      endRound(walk, frame, container);
      return;
    case "state":
      endBody(walk, frame);
      return;
    case "states":
      // The one state of a visit settles by `moveOn`.
      return;
    default:
      assertNever(container);
  }
}

/** A failure that nothing catches: it ends the item, the container or the run, and cancels what is open there. */
function failScope(walk: Walk, frame: Frame, node: IndexedNode, cause: Failure, activation: ActivationId): void {
  frame.draft.open -= 1;
  mark(walk, frame, node, phase.failed);
  const { container, parent } = frame;
  const { owner } = frame.scope;
  if (!container || !parent || !owner) {
    endRun(walk, { outcome: "failed", failure: cause, activation });
    return;
  }
  cancelOpen(walk, frame);
  if (container.kind === "each" && container.onError === "collect") {
    endEachItem(walk, frame, container, cause);
    return;
  }
  container.failing = cause;
  cancelItems(walk, owner, container, parent);
  walk.commands.push({ type: "fail", activation: ownerActivation(frame), failure: cause });
}
