import type { NodeId, RunId, WorkspaceId } from "#core/id.ts";
import { activationIdOf } from "#core/schedule/activation-id.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import type { IndexedNode, PlanIndex, ScopeIndex } from "#core/schedule/index-plan.ts";
import type { Frame } from "../containers/frames.ts";
import type { RunFacts } from "./step-input.ts";

/** Where the outside can send the signal that a step waits for. */
export type CallbackUrl = (at: {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  readonly activation: ActivationId;
}) => string;

type Address = (activation: ActivationId) => string;

const plansThatWait = new WeakMap<PlanIndex, boolean>();
const factsOfFrames = new WeakMap<Frame, RunFacts>();

/**
 * What formulas of a frame see as `run`: with the addresses of the steps in it and around it that wait for a signal, and
 * of the states around it. Worked out once a frame, and only for plans that have such steps: making one takes 4 µs.
 */
export function runFactsIn(index: PlanIndex, frame: Frame, scope: ScopeIndex, facts: RunFacts, of: Address): RunFacts {
  if (!waits(index)) return facts;
  const known = factsOfFrames.get(frame);
  if (known) return known;
  const callbacks: Record<string, string> = Object.create(null);
  const path = pathOf(frame);
  for (let around: ScopeIndex | null = scope, depth = path.length; around; depth--) {
    for (const { node } of around.nodes) {
      if (node.type !== signalled || callbacks[node.key] !== undefined) continue;
      callbacks[node.key] = of(activationIdOf(node.id as NodeId, path.slice(0, depth)));
    }
    const owner: IndexedNode | null = around.owner;
    if (owner?.node.kind === "state") {
      callbacks[owner.node.key] ??= of(activationIdOf(owner.node.id, path.slice(0, depth - 1)));
    }
    around = owner ? owner.scope : null;
  }
  const fresh = { ...facts, callbacks };
  factsOfFrames.set(frame, fresh);
  return fresh;
}

const signalled = "wait-for-signal";

function waits(index: PlanIndex): boolean {
  const known = plansThatWait.get(index);
  if (known !== undefined) return known;
  const found = index.plan.nodes.some(({ type, kind }) => type === signalled || kind === "state");
  plansThatWait.set(index, found);
  return found;
}

function pathOf(frame: Frame): readonly number[] {
  const path: number[] = [];
  for (let at: Frame | null = frame; at; at = at.parent) if (at.index !== null) path.unshift(at.index);
  return path;
}
