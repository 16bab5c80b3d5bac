import type { AbsentReason } from "#core/expression/scope.ts";
import { failure } from "#core/failure.ts";
import type { NodeDefinition, RunArgs } from "#core/node-kit/define-node.ts";
import { nodeOfActivation, pathOfActivation } from "#core/schedule/activation-id.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import { type IndexedNode, indexedNode, type ScopeIndex } from "#core/schedule/index-plan.ts";
import { isOpen } from "#core/schedule/is-open.ts";
import { phase, type RunState, type ScopeState } from "#core/schedule/run-state.ts";
import { openContainer } from "./containers.ts";
import { type Drive, triggerValue, type Work } from "./drive.ts";
import { frameAt } from "./frames.ts";
import { continueStep } from "./perform-effects.ts";
import { emitValue, failStep, failureOf, type Place, settleStep } from "./settle-step.ts";
import { passPort, resolveConfig, type StepInput, stepInput } from "./step-input.ts";

/** Carries out the scheduler's `start`: runs a step as far as it goes without the world, or opens a container. */
export function startStep(drive: Drive, activation: ActivationId): void {
  // It may have been cancelled by something that happened after the command was given.
  if (!isOpen(drive.index, drive.state, activation)) return;
  const node = indexedNode(drive.index, nodeOfActivation(activation));
  const frame = frameAt(drive.root, node, pathOfActivation(activation));
  const recorded = drive.recorded.get(activation);
  const place: Place = { activation, node, frame, startedAt: recorded?.startedAt ?? drive.deps.now() };
  const definition = drive.deps.registry.get(node.node.type);
  // What starts a run was given by whoever started it; a sample does not stand in for that.
  const pinned = node.node.kind === "trigger" ? undefined : drive.pins.get(node.node.id);
  if (pinned !== undefined) {
    emitValue(drive, place, { port: passPort(definition, node.node), value: pinned });
    return;
  }
  const given = givenTo(drive, place, definition);
  if (node.node.disabled) {
    emitValue(drive, place, { port: passPort(definition, node.node), value: given.input });
    return;
  }
  if (!definition) {
    const message = `This server does not know steps of the type “${node.node.type}”. Update it, or replace the step.`;
    failStep(drive, place, failure("config", message));
    return;
  }
  const resolved = resolveConfig(definition, node.node, given.scope, () => absentReasons(drive, node, activation));
  if (!resolved.ok) failStep(drive, place, resolved.failure);
  else if (node.body) openContainer(drive, place, resolved.config);
  else run(drive, place, definition, { ...given, config: resolved.config });
}

/** What a step is given: a trigger gets what started the run, any other what its edges bring. */
export function givenTo(
  drive: Drive,
  { node, frame }: Pick<Place, "node" | "frame">,
  definition: NodeDefinition | undefined,
): StepInput {
  const given = stepInput(frame, node, { definition, trigger: triggerValue(drive), run: drive.facts });
  return node.node.kind === "trigger" ? { ...given, input: drive.input } : given;
}

type Args = Pick<RunArgs<Readonly<Record<string, unknown>>>, "config" | "input" | "inputs">;

function run(drive: Drive, place: Place, definition: NodeDefinition, args: Args): void {
  const { activation, startedAt } = place;
  try {
    const { config, input, inputs } = args;
    const answer = definition.run?.({ config, input, inputs, now: startedAt, attempt: 1 });
    if (!answer) failStep(drive, place, failure("internal", `Steps of the type “${definition.type}” do not run.`));
    else if ("kind" in answer) settleStep(drive, place, answer);
    else {
      const work: Work = {
        ...place,
        steps: answer,
        controller: new AbortController(),
        announced: drive.recorded.get(activation)?.startedAt != null,
        asked: 0,
        sleep: null,
      };
      drive.work.set(activation, work);
      continueStep(drive, work, null);
    }
  } catch (thrown) {
    failStep(drive, place, failureOf(drive, thrown, activation));
  }
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
    const cells = cellsAt(drive.state, scope, path.slice(0, depth));
    for (const other of scope.nodes) reasons.set(other.node.key, reasonOf(cells?.[2 * other.slot]));
    if (!scope.owner) return reasons;
    scope = scope.owner.scope;
  }
}

function reasonOf(cell: number | undefined): AbsentReason {
  if (cell === phase.skipped) return "skipped";
  return cell === phase.failed ? "failed" : "not-run";
}

function cellsAt({ root }: RunState, scope: ScopeIndex, path: readonly number[]): Uint16Array | undefined {
  const find = (inner: ScopeIndex, items: readonly number[]): ScopeState | undefined => {
    if (!inner.owner) return root ?? undefined;
    const each = find(inner.owner.scope, items.slice(0, -1))?.containers.get(inner.owner.slot);
    return each?.items.get(items[items.length - 1] ?? -1);
  };
  return find(scope, path)?.cells;
}
