import type { Plan } from "../compile/plan.ts";
import type { NodeId } from "../id.ts";
import { nodeOfActivation } from "./activation-id.ts";
import type { ActivationId, RunEvent } from "./event.ts";
import { indexPlan } from "./index-plan.ts";
import { newRun, type RunCommand } from "./run-state.ts";
import type { RunView } from "./run-view.ts";
import { transition } from "./transition.ts";
import {
  beginWait,
  endWait,
  markEdge,
  markForgotten,
  markNode,
  statusOf,
  update,
  type ViewDraft,
} from "./view-draft.ts";
import type { ScheduleChange } from "./walk.ts";

/** The picture of a run after these events. Values may be stripped from them. */
export function foldRun(plan: Plan, events: readonly RunEvent[]): RunView {
  return advance(emptyView(plan), events);
}

/** The picture before the first event. */
export function emptyView(plan: Plan): RunView {
  return {
    status: "queued",
    startedAt: null,
    endedAt: null,
    failure: null,
    nodes: new Map(),
    edges: new Map(),
    waits: new Map(),
    seq: 0,
    state: newRun,
    index: indexPlan(plan),
  };
}

/**
 * The picture with the next events added. Events that it already holds are ignored, so a stream that resumes a little
 * too early does no harm. Copies its maps once per call: hand over events in batches. Measured: 10,000 events of a
 * 500-node run in 30 ms in one call.
 */
export function advance(view: RunView, events: readonly RunEvent[]): RunView {
  const fresh = events.filter((event) => event.seq > view.seq);
  if (fresh.length === 0) return view;
  const draft: ViewDraft = {
    ...view,
    nodes: new Map(view.nodes),
    edges: new Map(view.edges),
    waits: new Map(view.waits),
  };
  for (const event of fresh) apply(draft, event);
  return { ...draft, status: statusOf(draft) };
}

function apply(draft: ViewDraft, event: RunEvent): void {
  const changes: ScheduleChange[] = [];
  const [state, commands] = transition(draft.index, draft.state, event, changes);
  for (const change of changes) {
    if (change.kind === "edge") markEdge(draft, change, event);
    else if (change.kind === "node") markNode(draft, change, event);
    else markForgotten(draft, change);
  }
  for (const command of commands) countItem(draft, command);
  draft.state = state;
  draft.seq = event.seq;
  note(draft, event);
}

/** What an event says beyond the schedule: times, failures, waits, the length of a list. */
function note(draft: ViewDraft, event: RunEvent): void {
  switch (event.type) {
    case "run.started":
      draft.startedAt = event.at;
      return;
    case "run.quarantined":
      draft.status = "quarantined";
      return;
    case "run.resumed":
      draft.status = "running";
      return;
    case "run.failed":
      draft.failure = event.failure;
      draft.endedAt = event.at;
      return;
    case "run.succeeded":
    case "run.cancelled":
      draft.endedAt = event.at;
      return;
    default:
      if ("activation" in event && event.activation !== null)
        noteStep(draft, event, nodeOfActivation(event.activation));
  }
}

function noteStep(draft: ViewDraft, event: RunEvent & { activation: ActivationId }, id: NodeId): void {
  switch (event.type) {
    case "activation.started":
      endWait(draft, event.activation);
      update(draft, id, () => ({ attempt: event.attempt }));
      return;
    case "activation.emitted":
      update(draft, id, (node) => ({
        ms: (node.ms ?? 0) + event.ms,
        items: event.items ?? null,
        usedFallback: event.fallbackFor !== undefined,
        failure: event.fallbackFor ?? node.failure,
      }));
      return;
    case "activation.failed":
      update(draft, id, (node) => ({
        ms: (node.ms ?? 0) + event.ms,
        failure: event.failure,
        attempt: event.attempt,
        usedFallback: false,
      }));
      return;
    case "attempt.failed":
      update(draft, id, (node) => ({ ms: (node.ms ?? 0) + event.ms, failure: event.failure, attempt: event.attempt }));
      beginWait(draft, event.activation, { on: "retry", untilMs: event.retryAtMs });
      return;
    case "each.opened":
      update(draft, id, ({ progress }) => ({
        progress: { done: progress?.done ?? 0, total: (progress?.total ?? 0) + event.count },
      }));
      return;
    case "repeat.continued":
      update(draft, id, ({ progress }) => ({ progress: { done: progress?.done ?? 0, total: null } }));
      return;
    case "wait.opened":
      beginWait(draft, event.activation, { on: event.on.kind, untilMs: event.untilMs });
      return;
    case "timer.set":
      // The time limit of a wait is a timer too; what it waits for says more.
      if (!draft.waits.has(event.activation))
        beginWait(draft, event.activation, { on: "time", untilMs: event.untilMs });
      return;
    case "timer.fired":
    case "signal.received":
    case "effect.settled":
      endWait(draft, event.activation);
      return;
  }
}

function countItem(draft: ViewDraft, command: RunCommand): void {
  if (command.type !== "end-item") return;
  const id = nodeOfActivation(command.container);
  const kind = draft.index.nodes.get(id)?.node.kind;
  if (kind !== "each" && kind !== "repeat") return;
  update(draft, id, ({ progress }) => ({
    progress: { done: (progress?.done ?? 0) + 1, total: progress?.total ?? null },
  }));
}
