import type { Plan } from "../compile/plan.ts";
import type { EdgeId, NodeId } from "../id.ts";
import { nodeOfActivation } from "./activation-id.ts";
import type { ActivationStatus, RunEvent, RunStatus } from "./event.ts";
import { type IndexedNode, indexPlan } from "./index-plan.ts";
import { newRun, type Phase, phase, type RunCommand } from "./run-state.ts";
import type { EdgeView, NodeCounts, NodeView, RunView } from "./run-view.ts";
import { transition } from "./transition.ts";
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
    seq: 0,
    state: newRun,
    index: indexPlan(plan),
  };
}

/**
 * The picture with the next events added. Events that it already holds are ignored, so a stream that resumes a little
 * too early does no harm. Copies its two maps once per call: hand over events in batches. Measured: 10,000 events of a
 * 500-node run in 30 ms in one call.
 */
export function advance(view: RunView, events: readonly RunEvent[]): RunView {
  const fresh = events.filter((event) => event.seq > view.seq);
  if (fresh.length === 0) return view;
  const draft: Draft = { ...view, nodes: new Map(view.nodes), edges: new Map(view.edges) };
  for (const event of fresh) apply(draft, event);
  return { ...draft, status: statusOf(draft) };
}

type Draft = { -readonly [K in keyof RunView]: RunView[K] } & {
  readonly nodes: Map<NodeId, NodeView>;
  readonly edges: Map<EdgeId, EdgeView>;
};

function apply(draft: Draft, event: RunEvent): void {
  const changes: ScheduleChange[] = [];
  const [state, commands] = transition(draft.index, draft.state, event, changes);
  for (const change of changes) {
    if (change.kind === "edge") markEdge(draft, change, event);
    else markNode(draft, change.node, change.phase, event);
  }
  for (const command of commands) countItem(draft, command);
  draft.state = state;
  draft.seq = event.seq;
  note(draft, event);
}

/** What an event says beyond the schedule: times, failures, the length of a list. */
function note(draft: Draft, event: RunEvent): void {
  switch (event.type) {
    case "run.started":
      draft.startedAt = event.at;
      return;
    case "run.failed":
      draft.failure = event.failure;
      draft.endedAt = event.at;
      return;
    case "run.succeeded":
    case "run.cancelled":
      draft.endedAt = event.at;
      return;
    case "activation.emitted":
      update(draft, nodeOfActivation(event.activation), (node) => ({
        ms: (node.ms ?? 0) + event.ms,
        items: event.items ?? null,
      }));
      return;
    case "activation.failed":
      update(draft, nodeOfActivation(event.activation), (node) => ({
        ms: (node.ms ?? 0) + event.ms,
        failure: event.failure,
      }));
      return;
    case "each.opened":
      update(draft, nodeOfActivation(event.activation), (node) => ({
        progress: { done: node.progress?.done ?? 0, total: (node.progress?.total ?? 0) + event.count },
      }));
      return;
    case "timer.set":
      wait(draft, nodeOfActivation(event.activation), 1);
      return;
    case "timer.fired":
      wait(draft, nodeOfActivation(event.activation), -1);
      return;
  }
}

function countItem(draft: Draft, command: RunCommand): void {
  if (command.type !== "end-item") return;
  update(draft, nodeOfActivation(command.container), ({ progress }) => ({
    progress: { done: (progress?.done ?? 0) + 1, total: progress?.total ?? 0 },
  }));
}

function wait(draft: Draft, id: NodeId, by: 1 | -1): void {
  update(draft, id, ({ counts }) => ({ counts: { ...counts, waiting: Math.max(0, counts.waiting + by) } }));
}

const noCounts: NodeCounts = { total: 0, running: 0, waiting: 0, succeeded: 0, failed: 0, skipped: 0 };
const unreached: NodeView = {
  status: "queued",
  startedAt: null,
  ms: null,
  counts: noCounts,
  failure: null,
  items: null,
  progress: null,
};

function markNode(draft: Draft, { node }: IndexedNode, to: Phase, event: RunEvent): void {
  const before = draft.nodes.get(node.id) ?? unreached;
  const counts: { -readonly [K in keyof NodeCounts]: number } = { ...before.counts };
  let { startedAt } = before;
  if (to === phase.open) {
    counts.total += 1;
    counts.running += 1;
    startedAt ??= event.at;
  } else if (to === phase.skipped) {
    counts.total += 1;
    counts.skipped += 1;
  } else {
    counts.running -= 1;
    if (to === phase.emitted) counts.succeeded += 1;
    if (to === phase.failed) counts.failed += 1;
    // A wait ends with its activation: a single activation that is cancelled while it waits leaves nothing waiting.
    counts.waiting = Math.min(counts.waiting, counts.running);
  }
  draft.nodes.set(node.id, { ...before, counts, startedAt, status: statusOfNode(counts) });
}

function markEdge(draft: Draft, { edge, delivered }: ScheduleChange & { kind: "edge" }, event: RunEvent): void {
  const { id } = edge.edge;
  const before = draft.edges.get(id);
  if (!delivered) {
    if (!before) draft.edges.set(id, { status: "skipped", count: 0, items: null });
    return;
  }
  const items = event.type === "activation.emitted" ? (event.items ?? null) : null;
  draft.edges.set(id, { status: "delivered", count: (before?.count ?? 0) + 1, items });
}

function update(draft: Draft, id: NodeId, change: (node: NodeView) => Partial<NodeView>): void {
  const node = draft.nodes.get(id);
  if (!node) return;
  const next = { ...node, ...change(node) };
  draft.nodes.set(id, { ...next, status: statusOfNode(next.counts) });
}

function statusOfNode({ total, running, waiting, succeeded, failed, skipped }: NodeCounts): ActivationStatus {
  if (running > waiting) return "running";
  if (waiting > 0) return "waiting";
  if (failed > 0) return "failed";
  if (total > succeeded + failed + skipped) return "cancelled";
  if (succeeded > 0) return "succeeded";
  return skipped > 0 ? "skipped" : "queued";
}

function statusOf({ index, nodes, state }: Draft): RunStatus {
  if (state.status === "new") return "queued";
  if (state.status === "ended") return state.ending?.outcome ?? "failed";
  let working = 0;
  let waiting = 0;
  for (const [id, { counts }] of nodes) {
    // A container that is open only holds what runs inside it.
    if (index.nodes.get(id)?.body) continue;
    working += counts.running - counts.waiting;
    waiting += counts.waiting;
  }
  return working === 0 && waiting > 0 ? "waiting" : "running";
}
