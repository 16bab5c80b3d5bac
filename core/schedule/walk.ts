import { caps } from "../caps.ts";
import type { Failure } from "../failure.ts";
import { failure } from "../failure.ts";
import { activationIdOf, type ItemPath } from "./activation-id.ts";
import type { ActivationId } from "./event.ts";
import type { IndexedEdge, IndexedNode, PlanIndex, ScopeIndex } from "./index-plan.ts";
import type { EachState, Ending, Phase, RunCommand, RunState, ScopeState } from "./run-state.ts";
import { phase } from "./run-state.ts";

/**
 * One transition at work: copies of the scopes on its path, written in place, and the commands it gives. The functions
 * below are the moves; only `transition` calls them.
 */
export type Walk = {
  readonly index: PlanIndex;
  status: RunState["status"];
  trigger: RunState["trigger"];
  ending: Ending | null;
  steps: number;
  root: Frame | null;
  readonly commands: RunCommand[];
  readonly changes: ScheduleChange[] | null;
};

/** One scope being written: the top level, or the body of a container for one item. */
export type Frame = {
  readonly scope: ScopeIndex;
  readonly draft: { -readonly [K in keyof ScopeState]: ScopeState[K] };
  readonly path: ItemPath;
  /** The container's state in the parent's draft, already a copy; null at the top level. */
  readonly container: EachDraft | null;
  readonly parent: Frame | null;
};

type EachDraft = { -readonly [K in keyof EachState]: K extends "items" ? Map<number, ScopeState> : EachState[K] };

/** A node's activation or an edge got another state. */
export type ScheduleChange =
  | { readonly kind: "node"; readonly node: IndexedNode; readonly path: ItemPath; readonly phase: Phase }
  | { readonly kind: "edge"; readonly edge: IndexedEdge; readonly path: ItemPath; readonly delivered: boolean };

/** The frame of a scope for the items of `path`, copied on the way down; null when one of them is not running. */
export function descend(walk: Walk, scope: ScopeIndex, path: ItemPath): Frame | null {
  const owner = scope.owner;
  if (!owner) return path.length === 0 ? walk.root : null;
  const parent = descend(walk, owner.scope, path.slice(0, -1));
  const each = parent?.draft.containers.get(owner.slot);
  const item = path[path.length - 1];
  const body = item === undefined ? undefined : each?.items.get(item);
  if (!parent || !each || !body || item === undefined) return null;
  const container = { ...each, items: new Map(each.items) };
  const draft = { ...body, cells: body.cells.slice() };
  container.items.set(item, draft);
  parent.draft.containers = new Map(parent.draft.containers).set(owner.slot, container);
  return { scope, draft, path, container, parent };
}

/** Opens the given nodes of a scope that has just begun. */
export function enterScope(walk: Walk, frame: Frame, nodes: readonly IndexedNode[]): void {
  for (const node of nodes) open(walk, frame, node);
}

/** Skips the entry nodes that did not open: other triggers, and steps that nothing leads to. */
export function skipRest(walk: Walk, frame: Frame): void {
  for (const node of frame.scope.entries) {
    if (frame.draft.cells[2 * node.slot] !== phase.waiting) continue;
    mark(walk, frame, node, phase.skipped);
    deliver(walk, frame, node, null);
  }
}

/** An open node got its result: passes it on along `port`, and ends the scope when nothing else is open. */
export function settle(walk: Walk, frame: Frame, node: IndexedNode, to: Phase, port: string): void {
  frame.draft.open -= 1;
  mark(walk, frame, node, to);
  deliver(walk, frame, node, port);
  if (frame.draft.open > 0 || walk.ending) return;
  if (frame.parent) endItem(walk, frame, null);
  else endRun(walk, { outcome: "succeeded" });
}

/** A failure that nothing catches: it ends the item, the container or the run, and cancels what is open there. */
export function failScope(walk: Walk, frame: Frame, node: IndexedNode, cause: Failure, activation: ActivationId): void {
  frame.draft.open -= 1;
  mark(walk, frame, node, phase.failed);
  const { container, parent } = frame;
  if (!container || !parent) {
    endRun(walk, { outcome: "failed", failure: cause, activation });
    return;
  }
  cancelOpen(walk, frame);
  if (container.onError === "collect") {
    endItem(walk, frame, cause);
    return;
  }
  container.failing = cause;
  cancelItems(walk, frame.scope, container, frame.path.slice(0, -1));
  walk.commands.push({ type: "fail", activation: ownerActivation(frame), failure: cause });
}

/** Decides how the run ends and cancels everything that is open. Later events change nothing but the end itself. */
export function endRun(walk: Walk, ending: Ending): void {
  walk.ending = ending;
  if (walk.root) cancelOpen(walk, walk.root);
  walk.commands.push({ type: "end", ending });
}

/** A container settles: forgets its items, cancelling those that still run. */
export function leaveContainer(walk: Walk, frame: Frame, node: IndexedNode): void {
  const each = frame.draft.containers.get(node.slot);
  if (!each || !node.body) return;
  if (each.items.size > 0) cancelItems(walk, node.body, { ...each, items: new Map(each.items) }, frame.path);
  const containers = new Map(frame.draft.containers);
  containers.delete(node.slot);
  frame.draft.containers = containers;
}

/** Starts items until `parallel` of them run or none is left; closes the container when all have ended. */
export function openItems(walk: Walk, parent: Frame, owner: IndexedNode, container: EachDraft): void {
  const scope = owner.body;
  if (!scope) return;
  while (container.items.size < container.parallel && container.next < container.count && !walk.ending) {
    const item = container.next;
    const path = [...parent.path, item];
    const draft = { cells: scope.cells.slice(), open: 0, containers: new Map() };
    container.next += 1;
    container.items.set(item, draft);
    enterScope(walk, { scope, draft, path, container, parent }, scope.entries);
    if (draft.open > 0 || walk.ending) continue;
    // An empty body: the item ends as it starts. A loop, not a recursion: there may be 100,000 of them.
    container.items.delete(item);
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

function endItem(walk: Walk, frame: Frame, cause: Failure | null): void {
  const { container, parent } = frame;
  const owner = frame.scope.owner;
  const item = frame.path[frame.path.length - 1];
  if (!container || !parent || !owner || item === undefined) return;
  container.items.delete(item);
  container.ended += 1;
  walk.commands.push({ type: "end-item", container: ownerActivation(frame), item, failure: cause });
  openItems(walk, parent, owner, container);
}

function ownerActivation(frame: Frame): ActivationId {
  const owner = frame.scope.owner as IndexedNode;
  return activationIdOf(owner.node.id, frame.path.slice(0, -1));
}

/** Passes on what a settled node decided. A node whose edges were all skipped is skipped too, and so on from there. */
function deliver(walk: Walk, frame: Frame, node: IndexedNode, port: string | null): void {
  const { cells } = frame.draft;
  const decided: [IndexedNode, string | null][] = [[node, port]];
  for (const [from, taken] of decided) {
    for (const edge of from.outgoing) {
      if (walk.ending) return;
      const delivered = taken !== null && edge.edge.sourcePort === taken;
      walk.changes?.push({ kind: "edge", edge, path: frame.path, delivered });
      const at = 2 * edge.to.slot;
      const waiting = (cells[at + 1] as number) - 1;
      cells[at + 1] = waiting;
      if (delivered && cells[at] === phase.waiting) cells[at] = phase.arrived;
      if (waiting > 0) continue;
      if (cells[at] === phase.arrived) open(walk, frame, edge.to);
      else {
        mark(walk, frame, edge.to, phase.skipped);
        decided.push([edge.to, null]);
      }
    }
  }
}

function open(walk: Walk, frame: Frame, node: IndexedNode): void {
  if (walk.ending) return;
  if (walk.steps >= caps.runSteps) {
    const message = `This run took ${caps.runSteps} steps, which is the limit. Split the work over several runs.`;
    endRun(walk, { outcome: "failed", failure: failure("cap", message), activation: null });
    return;
  }
  walk.steps += 1;
  frame.draft.open += 1;
  mark(walk, frame, node, phase.open);
  walk.commands.push({ type: "start", activation: activationIdOf(node.node.id, frame.path) });
}

function mark(walk: Walk, frame: Frame, node: IndexedNode, to: Phase): void {
  frame.draft.cells[2 * node.slot] = to;
  walk.changes?.push({ kind: "node", node, path: frame.path, phase: to });
}

/** Cancels every open node of a scope and of the items inside it. */
function cancelOpen(walk: Walk, frame: Frame): void {
  const { cells, containers } = frame.draft;
  for (const node of frame.scope.nodes) {
    if (cells[2 * node.slot] !== phase.open) continue;
    const each = containers.get(node.slot);
    if (each && node.body) cancelItems(walk, node.body, { ...each, items: new Map(each.items) }, frame.path);
    mark(walk, frame, node, phase.cancelled);
    walk.commands.push({ type: "cancel", activation: activationIdOf(node.node.id, frame.path) });
  }
  frame.draft.open = 0;
  if (containers.size > 0) frame.draft.containers = new Map();
}

/** Cancels the running items of a container; `path` is the container's own. */
function cancelItems(walk: Walk, scope: ScopeIndex, container: EachDraft, path: ItemPath): void {
  for (const [item, body] of container.items) {
    const draft = { ...body, cells: body.cells.slice() };
    cancelOpen(walk, { scope, draft, path: [...path, item], container, parent: null });
  }
  container.items.clear();
}
