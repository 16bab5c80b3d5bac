import { assertNever, invariant } from "../invariant.ts";
import { nodeOfActivation, pathOfActivation } from "./activation-id.ts";
import { openItems } from "./each.ts";
import type { ActivationId, RunEvent } from "./event.ts";
import type { IndexedNode, PlanIndex } from "./index-plan.ts";
import { emptyIntMap, intMapGet } from "./int-map.ts";
import { isNextRound, openRound } from "./repeat.ts";
import type {
  EachState,
  Ending,
  RepeatState,
  RunCommand,
  RunState,
  ScopeState,
  StateState,
  StatesState,
} from "./run-state.ts";
import { phase } from "./run-state.ts";
import { failNode, settle } from "./settle.ts";
import { openMachine, openState } from "./states.ts";
import type { Frame, ScheduleChange, Walk } from "./walk.ts";
import { addContainer, descend, endRun, enterScope, leaveContainer, skipRest } from "./walk.ts";

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
    case "repeat.continued":
    case "activation.started":
      if (!openContainer(walk, event)) return [state, []];
      break;
    case "activation.emitted":
      if (!settleAt(walk, event.activation, (at) => settle(walk, at.frame, at.node, phase.emitted, event.port)))
        return [state, []];
      break;
    case "activation.failed":
      if (!settleAt(walk, event.activation, (at) => failNode(walk, at.frame, at.node, event.failure, event.activation)))
        return [state, []];
      break;
    case "attempt.failed":
      if (!beginAnew(walk, event.activation)) return [state, []];
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
    case "effect.settled":
    case "timer.set":
    case "timer.fired":
    case "signal.received":
    case "wait.opened":
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
  const { status, trigger, ending, steps, itemSteps } = state;
  return { index, status, trigger, ending, steps, itemSteps, root, commands: [], changes };
}

function finish(walk: Walk): RunState {
  const { status, trigger, ending, steps, itemSteps } = walk;
  return { status, trigger, root: walk.root ? walk.root.draft : null, ending, steps, itemSteps };
}

function start(walk: Walk, trigger: IndexedNode["node"]["id"]): void {
  const node = walk.index.nodes.get(trigger);
  invariant(node && node.scope === walk.index.root, `trigger ${trigger} is at the top level of the plan`);
  const root: Frame = {
    scope: walk.index.root,
    draft: { cells: walk.index.root.cells.slice(), open: 0, containers: emptyIntMap() },
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

type Opening = RunEvent & { type: "each.opened" | "repeat.continued" | "activation.started" };

/** A container says that it begins, or that it goes on. Null when it does not wait for that. */
function openContainer(walk: Walk, event: Opening): boolean {
  const found = openAt(walk, event.activation);
  if (!found?.node.body) return false;
  const { frame, node } = found;
  const held = intMapGet(frame.draft.containers, node.slot);
  const nothing = { items: emptyIntMap<ScopeState>(), failing: null };
  switch (event.type) {
    case "each.opened": {
      if (held || node.node.kind !== "each") return false;
      const { count, parallel, onError } = event;
      const begun: EachState = {
        kind: "each",
        ...nothing,
        count,
        parallel: Math.max(1, parallel),
        onError,
        next: 0,
        ended: 0,
      };
      openItems(walk, frame, node, addContainer(frame, node, begun));
      return true;
    }
    case "repeat.continued": {
      if (node.node.kind !== "repeat" || (held && held.kind !== "repeat")) return false;
      const begun: RepeatState = held ?? { kind: "repeat", ...nothing, next: 0 };
      if (!isNextRound(begun, event.item)) return false;
      openRound(walk, frame, node, addContainer(frame, node, begun));
      return true;
    }
    case "activation.started":
      if (held) return false;
      if (node.node.kind === "states")
        openMachine(walk, frame, node, addContainer<StatesState>(frame, node, { kind: "states", ...nothing, next: 0 }));
      else if (node.node.kind === "state")
        openState(walk, frame, node, addContainer<StateState>(frame, node, { kind: "state", ...nothing }));
      else return false;
      return true;
    default:
      return assertNever(event);
  }
}

function settleAt(walk: Walk, activation: ActivationId, how: (at: Place) => void): boolean {
  const found = openAt(walk, activation);
  if (!found) return false;
  leaveContainer(walk, found.frame, found.node);
  how(found);
  return true;
}

/** A try failed: the step stays open, and a container is as if it had just been started. */
function beginAnew(walk: Walk, activation: ActivationId): boolean {
  const found = openAt(walk, activation);
  if (!found) return false;
  const container = leaveContainer(walk, found.frame, found.node);
  if (container) walk.changes?.push({ kind: "forgotten", node: found.node, container });
  return true;
}

type Place = { readonly frame: Frame; readonly node: IndexedNode };

/** The frame and node of an activation that is open, on copies that may be written; null when it is not open. */
function openAt(walk: Walk, activation: ActivationId): Place | null {
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
