import type { EdgeId, NodeId } from "../id.ts";
import { activationIdOf, nodeOfActivation } from "./activation-id.ts";
import type { ActivationId, ActivationStatus, RunEvent, RunStatus } from "./event.ts";
import { phase } from "./run-state.ts";
import type { EdgeView, NodeCounts, NodeView, NodeWait, RunView } from "./run-view.ts";
import type { ScheduleChange } from "./walk.ts";

/** A picture that is being brought up to date. */
export type ViewDraft = { -readonly [K in keyof RunView]: RunView[K] } & {
  readonly nodes: Map<NodeId, NodeView>;
  readonly edges: Map<EdgeId, EdgeView>;
  readonly waits: Map<ActivationId, NodeWait>;
};

type Change<Kind extends ScheduleChange["kind"]> = ScheduleChange & { readonly kind: Kind };

const noCounts: NodeCounts = { total: 0, running: 0, waiting: 0, succeeded: 0, failed: 0, skipped: 0 };
const unreached: NodeView = {
  status: "queued",
  startedAt: null,
  ms: null,
  counts: noCounts,
  failure: null,
  items: null,
  progress: null,
  waiting: null,
  attempt: 1,
  usedFallback: false,
  activeState: null,
};

export function markNode(draft: ViewDraft, { node, path, phase: to }: Change<"node">, event: RunEvent): void {
  const { id, kind } = node.node;
  const isSettled = to !== phase.open && to !== phase.skipped;
  if (isSettled && draft.waits.size > 0) endWait(draft, activationIdOf(id, path));
  const before = draft.nodes.get(id) ?? unreached;
  const counts: { -readonly [K in keyof NodeCounts]: number } = { ...before.counts };
  let { startedAt, activeState } = before;
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
    if (counts.running === 0) activeState = null;
  }
  draft.nodes.set(id, { ...before, counts, startedAt, activeState, status: statusOfNode(counts) });
  const { owner } = node.scope;
  if (kind === "state" && owner && to === phase.open) update(draft, owner.node.id, () => ({ activeState: id }));
}

export function markEdge(draft: ViewDraft, { edge, delivered }: Change<"edge">, event: RunEvent): void {
  const { id } = edge.edge;
  const before = draft.edges.get(id);
  if (!delivered) {
    if (!before) draft.edges.set(id, { status: "skipped", count: 0, items: null });
    return;
  }
  const items = event.type === "activation.emitted" ? (event.items ?? null) : null;
  draft.edges.set(id, { status: "delivered", count: (before?.count ?? 0) + 1, items });
}

/** A container begins anew: what it had come to no longer counts. */
export function markForgotten(draft: ViewDraft, { node, container }: Change<"forgotten">): void {
  if (container.kind !== "each" && container.kind !== "repeat") return;
  const done = container.kind === "each" ? container.ended : container.next - container.items.size;
  update(draft, node.node.id, ({ progress }) => ({
    progress: progress && {
      done: Math.max(0, progress.done - done),
      total: progress.total !== null && container.kind === "each" ? progress.total - container.count : progress.total,
    },
  }));
}

export function beginWait(draft: ViewDraft, activation: ActivationId, wait: NodeWait): void {
  const isNew = !draft.waits.has(activation);
  draft.waits.set(activation, wait);
  update(draft, nodeOfActivation(activation), ({ counts }) => ({
    waiting: wait,
    counts: isNew ? { ...counts, waiting: counts.waiting + 1 } : counts,
  }));
}

export function endWait(draft: ViewDraft, activation: ActivationId): void {
  if (!draft.waits.delete(activation)) return;
  update(draft, nodeOfActivation(activation), ({ counts, waiting }) => ({
    waiting: counts.waiting > 1 ? waiting : null,
    counts: { ...counts, waiting: counts.waiting - 1 },
  }));
}

export function update(draft: ViewDraft, id: NodeId, change: (node: NodeView) => Partial<NodeView>): void {
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

/** Of the whole run, once all events of a batch are in. */
export function statusOf({ index, nodes, state, status }: ViewDraft): RunStatus {
  if (state.status === "new") return "queued";
  if (state.status === "ended") return state.ending?.outcome ?? "failed";
  if (status === "quarantined") return status;
  let working = 0;
  let waiting = 0;
  for (const [id, { counts }] of nodes) {
    waiting += counts.waiting;
    // A container that is open only holds what runs inside it.
    if (!index.nodes.get(id)?.body) working += counts.running - counts.waiting;
  }
  return working === 0 && waiting > 0 ? "waiting" : "running";
}
