import { assertNever, invariant } from "../invariant.ts";
import { nodeOfActivation, pathOfActivation } from "./activation-id.ts";
import type { ActivationId, RunEvent } from "./event.ts";
import type { IndexedNode, PlanIndex } from "./index-plan.ts";
import { errorPort } from "./index-plan.ts";
import type { Ending, RunCommand, RunState } from "./run-state.ts";
import { phase } from "./run-state.ts";
import type { Frame, ScheduleChange, Walk } from "./walk.ts";
import { descend, endRun, enterScope, failScope, leaveContainer, openItems, settle, skipRest } from "./walk.ts";

/**
 * The next state of a run and what must be done because of an event. Pure: time and values come in on events, so the
 * state is the fold of the journal. An event that no longer matters (its activation was cancelled, the run has ended)
 * changes nothing. `changes`, when given, collects every node and edge that got another state, for the live picture.
 */
export function transition(
  index: PlanIndex,
  state: RunState,
  event: RunEvent,
  changes: ScheduleChange[] | null = null,
): readonly [RunState, readonly RunCommand[]] {
  const walk = begin(index, state, changes);
  switch (event.type) {
    case "run.started":
      if (state.status !== "new") return [state, []];
      start(walk, event.trigger);
      break;
    case "each.opened":
      if (!openContainer(walk, event)) return [state, []];
      break;
    case "activation.emitted":
      if (
        !settleActivation(walk, event.activation, (frame, node) => settle(walk, frame, node, phase.emitted, event.port))
      )
        return [state, []];
      break;
    case "activation.failed":
      if (!settleActivation(walk, event.activation, (frame, node) => failNode(walk, frame, node, event)))
        return [state, []];
      break;
    case "run.cancel-requested":
      if (state.status !== "running" || state.ending) return [state, []];
      endRun(walk, { outcome: "cancelled" });
      break;
    case "run.succeeded":
      return end(walk, state, { outcome: "succeeded" });
    case "run.failed":
      return end(walk, state, { outcome: "failed", failure: event.failure, activation: event.activation });
    case "run.cancelled":
      return end(walk, state, { outcome: "cancelled" });
    case "activation.started":
    case "effect.settled":
    case "timer.set":
    case "timer.fired":
    case "signal.received":
    case "wait.opened":
    case "attempt.failed":
    case "repeat.continued":
    case "run.quarantined":
    case "run.resumed":
      return [state, []];
    default:
      assertNever(event);
  }
  return [finish(walk), walk.commands];
}

function begin(index: PlanIndex, state: RunState, changes: ScheduleChange[] | null): Walk {
  const root: Frame | null = state.root && {
    scope: index.root,
    draft: { ...state.root, cells: state.root.cells.slice() },
    path: [],
    container: null,
    parent: null,
  };
  const { status, trigger, ending, steps } = state;
  return { index, status, trigger, ending, steps, root, commands: [], changes };
}

function finish(walk: Walk): RunState {
  const { status, trigger, ending, steps } = walk;
  return { status, trigger, root: walk.root ? walk.root.draft : null, ending, steps };
}

function start(walk: Walk, trigger: IndexedNode["node"]["id"]): void {
  const node = walk.index.nodes.get(trigger);
  invariant(node && node.scope === walk.index.root, `trigger ${trigger} is at the top level of the plan`);
  const root: Frame = {
    scope: walk.index.root,
    draft: { cells: walk.index.root.cells.slice(), open: 0, containers: new Map() },
    path: [],
    container: null,
    parent: null,
  };
  walk.root = root;
  walk.status = "running";
  walk.trigger = trigger;
  enterScope(walk, root, [node]);
  skipRest(walk, root);
}

function openContainer(walk: Walk, event: RunEvent & { type: "each.opened" }): boolean {
  const found = openAt(walk, event.activation);
  if (!found?.node.body || found.frame.draft.containers.has(found.node.slot)) return false;
  const { frame, node } = found;
  const each = {
    count: event.count,
    parallel: Math.max(1, event.parallel),
    onError: event.onError,
    next: 0,
    ended: 0,
    items: new Map(),
    failing: null,
  };
  frame.draft.containers = new Map(frame.draft.containers).set(node.slot, each);
  openItems(walk, frame, node, each);
  return true;
}

function settleActivation(
  walk: Walk,
  activation: ActivationId,
  how: (frame: Frame, node: IndexedNode) => void,
): boolean {
  const found = openAt(walk, activation);
  if (!found) return false;
  leaveContainer(walk, found.frame, found.node);
  how(found.frame, found.node);
  return true;
}

function failNode(walk: Walk, frame: Frame, node: IndexedNode, event: RunEvent & { type: "activation.failed" }): void {
  if (node.catchesFailure) settle(walk, frame, node, phase.failed, errorPort);
  else failScope(walk, frame, node, event.failure, event.activation);
}

/** The frame and node of an activation that is open, on copies that may be written; null when it is not open. */
function openAt(walk: Walk, activation: ActivationId): { frame: Frame; node: IndexedNode } | null {
  if (walk.status !== "running" || walk.ending) return null;
  const node = walk.index.nodes.get(nodeOfActivation(activation));
  if (!node) return null;
  const frame = descend(walk, node.scope, pathOfActivation(activation));
  return frame && frame.draft.cells[2 * node.slot] === phase.open ? { frame, node } : null;
}

/** The journal says that the run has ended: stops what is open if that was not the scheduler's own decision. */
function end(walk: Walk, state: RunState, ending: Ending): readonly [RunState, readonly RunCommand[]] {
  if (state.status !== "running") return [state, []];
  if (!state.ending) endRun(walk, ending);
  return [{ ...finish(walk), status: "ended", ending }, walk.commands.filter(({ type }) => type === "cancel")];
}
