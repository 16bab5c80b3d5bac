import { failure } from "../failure.ts";
import { activationIdOf } from "./activation-id.ts";
import type { IndexedNode } from "./index-plan.ts";
import type { StateState, StatesState } from "./run-state.ts";
import {
  addItem,
  type ContainerDraft,
  cancelItems,
  enterScope,
  type Frame,
  ownerActivation,
  removeItem,
  type Walk,
} from "./walk.ts";

type MachineDraft = ContainerDraft & { readonly kind: StatesState["kind"] };
type StateDraft = ContainerDraft & { readonly kind: StateState["kind"] };

const visitsMax = 1_000;

/** A machine begins with its first state. */
export function openMachine(walk: Walk, parent: Frame, owner: IndexedNode, container: MachineDraft): void {
  const first = owner.body?.entries[0];
  if (first) {
    visit(walk, parent, owner, container, first);
    return;
  }
  const message = `Nothing says with which state “${owner.node.title}” begins. Mark one of its states as the first.`;
  failMachine(walk, parent, owner, container, failure("config", message));
}

/** The active state of a machine has settled: the transition that is drawn from this port leads on, or it was the last. */
export function moveOn(walk: Walk, frame: Frame, container: MachineDraft, from: IndexedNode, port: string): void {
  const { parent } = frame;
  const { owner } = frame.scope;
  if (!parent || !owner) return;
  const edge = from.outgoing.find((one) => one.edge.sourcePort === port);
  removeItem(walk, frame, null);
  if (!edge) {
    walk.commands.push({ type: "close", activation: ownerActivation(frame) });
    return;
  }
  walk.changes?.push({ kind: "edge", edge, path: frame.path, delivered: true });
  visit(walk, parent, owner, container, edge.to);
}

/** A state begins with its steps; without any it is left at once. */
export function openState(walk: Walk, parent: Frame, owner: IndexedNode, container: StateDraft): void {
  const frame = addItem(parent, owner, container, 0);
  enterScope(walk, frame, frame.scope.entries);
  if (frame.draft.open === 0 && !walk.ending) endBody(walk, frame);
}

/** The steps of a state have ended. */
export function endBody(walk: Walk, frame: Frame): void {
  removeItem(walk, frame, null);
  walk.commands.push({ type: "leave-state", activation: ownerActivation(frame) });
}

function visit(walk: Walk, parent: Frame, owner: IndexedNode, container: MachineDraft, state: IndexedNode): void {
  const limit = typeof owner.node.config.limit === "number" ? owner.node.config.limit : visitsMax;
  if (container.next >= limit) {
    const message = `“${owner.node.title}” went through ${limit} states, which is its limit. Check its transitions, or raise the limit.`;
    failMachine(walk, parent, owner, container, failure("limit", message));
    return;
  }
  const frame = addItem(parent, owner, container, container.next);
  container.next += 1;
  enterScope(walk, frame, [state]);
}

function failMachine(
  walk: Walk,
  parent: Frame,
  owner: IndexedNode,
  container: MachineDraft,
  cause: StatesState["failing"] & object,
): void {
  container.failing = cause;
  cancelItems(walk, owner, container, parent);
  walk.commands.push({ type: "fail", activation: activationIdOf(owner.node.id, parent.path), failure: cause });
}
