import { caps } from "../caps.ts";
import type { Failure } from "../failure.ts";
import { failure } from "../failure.ts";
import { invariant } from "../invariant.ts";
import { activationIdOf, type ItemPath } from "./activation-id.ts";
import type { ActivationId } from "./event.ts";
import type { IndexedEdge, IndexedNode, PlanIndex, ScopeIndex } from "./index-plan.ts";
import { emptyIntMap, intMapDelete, intMapEntries, intMapGet, intMapSet } from "./int-map.ts";
import type { ContainerState, Ending, Phase, RunCommand, RunState, ScopeState } from "./run-state.ts";
import { phase } from "./run-state.ts";

/**
 * One transition at work: copies of the scopes on its path, written in place, and the commands it gives. The functions
 * below are the moves that every scope knows; `each.ts`, `repeat.ts` and `states.ts` add those of the containers, and
 * only `transition` calls them.
 */
export type Walk = {
  readonly index: PlanIndex;
  status: RunState["status"];
  trigger: RunState["trigger"];
  ending: Ending | null;
  steps: number;
  itemSteps: number;
  root: Frame | null;
  readonly commands: RunCommand[];
  readonly changes: ScheduleChange[] | null;
};

/** One scope being written: the top level, or the body of a container for one item. */
export type Frame = {
  readonly scope: ScopeIndex;
  readonly draft: Draft<ScopeState>;
  readonly path: ItemPath;
  /** The container's state in the parent's draft, already a copy; null at the top level. */
  readonly container: ContainerDraft | null;
  readonly parent: Frame | null;
};

type Draft<T> = { -readonly [K in keyof T]: T[K] };

export type ContainerDraft = Draft<ContainerState>;

/** A node's activation or an edge got another state, or a container forgot how far it had come. */
export type ScheduleChange =
  | { readonly kind: "node"; readonly node: IndexedNode; readonly path: ItemPath; readonly phase: Phase }
  | { readonly kind: "edge"; readonly edge: IndexedEdge; readonly path: ItemPath; readonly delivered: boolean }
  | { readonly kind: "forgotten"; readonly node: IndexedNode; readonly container: ContainerState };

/** The frame of a scope for the items of `path`, copied on the way down; null when one of them is not running. */
export function descend(walk: Walk, scope: ScopeIndex, path: ItemPath): Frame | null {
  const owner = scope.owner;
  if (!owner) return path.length === 0 ? walk.root : null;
  const item = path[path.length - 1];
  if (item === undefined) return null;
  const parent = descend(walk, owner.scope, path.slice(0, -1));
  const known = parent && intMapGet(parent.draft.containers, owner.slot);
  const body = known && intMapGet(known.items, item);
  if (!parent || !known || !body) return null;
  const draft = { ...body, cells: body.cells.slice() };
  const container = { ...known, items: intMapSet(known.items, item, draft) };
  parent.draft.containers = intMapSet(parent.draft.containers, owner.slot, container);
  return { scope, draft, path, container, parent };
}

/** Puts what a container that begins is at into its scope. */
export function addContainer<C extends ContainerState>(frame: Frame, node: IndexedNode, begun: C): Draft<C> {
  const container: Draft<C> = { ...begun };
  frame.draft.containers = intMapSet(frame.draft.containers, node.slot, container as ContainerState);
  return container;
}

/** Begins an item of a container whose nodes have not opened yet. */
export function addItem(parent: Frame, owner: IndexedNode, container: ContainerDraft, item: number): Frame {
  const scope = owner.body;
  invariant(scope, `${owner.node.id} holds steps`);
  const draft: Draft<ScopeState> = { cells: scope.cells.slice(), open: 0, containers: emptyIntMap() };
  container.items = intMapSet(container.items, item, draft);
  return { scope, draft, path: [...parent.path, item], container, parent };
}

/** The item of this frame has ended: its result can be computed, and it is forgotten. */
export function removeItem(walk: Walk, frame: Frame, cause: Failure | null): void {
  const item = frame.path[frame.path.length - 1];
  if (!frame.container || item === undefined) return;
  frame.container.items = intMapDelete(frame.container.items, item);
  walk.commands.push({ type: "end-item", container: ownerActivation(frame), item, failure: cause });
}

/** The activation of the container around a frame. */
export function ownerActivation(frame: Frame): ActivationId {
  const { owner } = frame.scope;
  invariant(owner, "a frame with a path has a container around it");
  return activationIdOf(owner.node.id, frame.path.slice(0, -1));
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

/** Passes on what a settled node decided. A node whose edges were all skipped is skipped too, and so on from there. */
export function deliver(walk: Walk, frame: Frame, node: IndexedNode, port: string | null): void {
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

/** Decides how the run ends and cancels everything that is open. Later events change nothing but the end itself. */
export function endRun(walk: Walk, ending: Ending): void {
  walk.ending = ending;
  if (walk.root) cancelOpen(walk, walk.root);
  walk.commands.push({ type: "end", ending });
}

export function mark(walk: Walk, frame: Frame, node: IndexedNode, to: Phase): void {
  frame.draft.cells[2 * node.slot] = to;
  walk.changes?.push({ kind: "node", node, path: frame.path, phase: to });
}

function open(walk: Walk, frame: Frame, node: IndexedNode): void {
  if (walk.ending) return;
  const isItem = frame.path.length > 0 && isInEach(frame);
  const [taken, most] = isItem ? [walk.itemSteps, caps.runItemSteps] : [walk.steps, caps.runSteps];
  if (taken >= most) {
    const where = isItem ? " inside For each boxes" : "";
    const message = `This run took ${most} steps${where}, which is the limit. Split the work over several runs.`;
    endRun(walk, { outcome: "failed", failure: failure("cap", message), activation: null });
    return;
  }
  if (isItem) walk.itemSteps += 1;
  else walk.steps += 1;
  frame.draft.open += 1;
  mark(walk, frame, node, phase.open);
  walk.commands.push({ type: "start", activation: activationIdOf(node.node.id, frame.path) });
}

function isInEach(frame: Frame): boolean {
  for (let at: Frame | null = frame; at; at = at.parent) if (at.container?.kind === "each") return true;
  return false;
}

/** Cancels every open node of a scope and of the items inside it. */
export function cancelOpen(walk: Walk, frame: Frame): void {
  const { cells, containers } = frame.draft;
  for (const node of frame.scope.nodes) {
    if (cells[2 * node.slot] !== phase.open) continue;
    const held = intMapGet(containers, node.slot);
    if (held) cancelItems(walk, node, { ...held }, frame);
    mark(walk, frame, node, phase.cancelled);
    walk.commands.push({ type: "cancel", activation: activationIdOf(node.node.id, frame.path) });
  }
  frame.draft.open = 0;
  if (containers.size > 0) frame.draft.containers = emptyIntMap();
}

/** Cancels what a container holds; `parent` is the frame that the container is in. */
export function cancelItems(walk: Walk, owner: IndexedNode, container: ContainerDraft, parent: Frame): void {
  const scope = owner.body;
  if (!scope) return;
  for (const [item, body] of intMapEntries(container.items)) {
    const draft = { ...body, cells: body.cells.slice() };
    cancelOpen(walk, { scope, draft, path: [...parent.path, item], container, parent });
  }
  container.items = emptyIntMap();
}

/** A container settles or begins anew: forgets what it holds, cancelling what still runs. Answers what it was at. */
export function leaveContainer(walk: Walk, frame: Frame, node: IndexedNode): ContainerState | null {
  const held = intMapGet(frame.draft.containers, node.slot);
  if (!held) return null;
  cancelItems(walk, node, { ...held }, frame);
  frame.draft.containers = intMapDelete(frame.draft.containers, node.slot);
  return held;
}
