import type { AbsentReason } from "#core/expression/scope.ts";
import type { NodeDefinition } from "#core/node-kit/define-node.ts";
import { pathOfActivation } from "#core/schedule/activation-id.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import type { IndexedNode, ScopeIndex } from "#core/schedule/index-plan.ts";
import { phase } from "#core/schedule/run-state.ts";
import { scopeAt } from "#core/schedule/scope-at.ts";
import type { Frame } from "../containers/frames.ts";
import { type Drive, triggerValue } from "./drive.ts";
import { runFactsIn } from "./run-facts.ts";
import { type StepInput, stepInput } from "./step-input.ts";

/** What a step is given: a trigger gets what started the run, any other what its edges bring. */
export function givenTo(
  drive: Drive,
  { node, frame }: { readonly node: IndexedNode; readonly frame: Frame },
  definition: NodeDefinition | undefined,
): StepInput {
  const { workspaceId, id: runId } = drive.identity;
  const addressOf = (activation: ActivationId) => drive.deps.callbackUrl({ workspaceId, runId, activation });
  const run = runFactsIn(drive.index, frame, node.scope, drive.facts, addressOf);
  const given = stepInput(frame, node, { definition, trigger: triggerValue(drive), run });
  return node.node.kind === "trigger" ? { ...given, input: drive.input } : given;
}

/** Why steps that a formula may ask for have no output, by key: for the message of a formula that failed. */
export function absentReasons(
  drive: Pick<Drive, "index" | "state">,
  node: IndexedNode,
  activation: ActivationId,
): ReadonlyMap<string, AbsentReason> {
  const reasons = new Map<string, AbsentReason>();
  const path = pathOfActivation(activation);
  for (let scope: ScopeIndex = node.scope, depth = path.length; ; depth--) {
    const cells = scopeAt(drive.state, scope, path.slice(0, depth))?.cells;
    for (const other of scope.nodes) reasons.set(other.node.key, reasonOf(cells?.[2 * other.slot]));
    if (!scope.owner) return reasons;
    scope = scope.owner.scope;
  }
}

function reasonOf(cell: number | undefined): AbsentReason {
  if (cell === phase.skipped) return "skipped";
  return cell === phase.failed ? "failed" : "not-run";
}
