import type { Plan } from "#core/compile/plan.ts";
import type { EffectResult, SettledEffect } from "#core/effects/effect.ts";
import type { Json } from "#core/json/json.ts";
import { FailureError } from "#core/node-kit/outcome.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import { nodeOfActivation, pathOfActivation } from "#core/schedule/activation-id.ts";
import type { ActivationId, RunEvent, StoredValue } from "#core/schedule/event.ts";
import { failureValue } from "#core/schedule/failure-value.ts";
import { errorPort, type IndexedNode, indexedNode, indexPlan } from "#core/schedule/index-plan.ts";
import type { EffectRecord } from "#core/schedule/step-record.ts";
import { containerWork } from "../run/container-work.ts";
import { describeEffect } from "../run/describe-effect.ts";
import { deliver, type Frame, frameAt, rootFrame } from "../run/frames.ts";
import { shownConfig } from "../run/shown-config.ts";
import { type RunFacts, resolveConfig, type StepInput, stepInput } from "../run/step-input.ts";

export type Recording = {
  readonly plan: Plan;
  readonly registry: Registry;
  readonly facts: RunFacts;
  /** Those of the run itself, of the top level, and of every item on the way to the step; in order. */
  readonly events: readonly RunEvent[];
  readonly valueIn: (stored: StoredValue) => Json;
};

export type ReplayedStep = {
  readonly input: Json;
  readonly config: Json;
  readonly effects: readonly EffectRecord[];
};

/**
 * What a step was given, worked out again: outputs are in the journal, and nodes are pure, so inputs and settings follow
 * from them. Events are taken up to the step's own first one; for a step that never began, all of them.
 */
export function replayStep(recording: Recording, activation: ActivationId): ReplayedStep {
  const { plan, registry, events } = recording;
  const index = indexPlan(plan);
  const root = rootFrame();
  const started = events.find((event) => event.type === "run.started");
  const runInput = started ? recording.valueIn(started.input) : null;
  const place = (id: ActivationId) => {
    const node = indexedNode(index, nodeOfActivation(id));
    return { node, frame: frameAt(root, node, pathOfActivation(id)) };
  };
  const given = (node: IndexedNode, frame: Frame): StepInput => {
    const triggerNode = started?.trigger;
    const trigger = (triggerNode && root.delivered.get(triggerNode)?.value) ?? runInput;
    const definition = registry.get(node.node.type);
    const around = stepInput(frame, node, { definition, trigger, run: recording.facts });
    return node.node.kind === "trigger" ? { ...around, input: runInput } : around;
  };
  for (const event of events) {
    if (!("activation" in event) || event.activation === null) continue;
    if (event.activation === activation) break;
    // Events of steps beside the way belong to items that are not rebuilt.
    take(event, place(event.activation), given, recording);
  }
  const { node, frame } = place(activation);
  const around = given(node, frame);
  const definition = registry.get(node.node.type);
  const resolved = definition && resolveConfig(definition, node.node, around.scope, () => new Map());
  const config = resolved?.ok ? resolved.config : null;
  return {
    input: around.input,
    config: shownConfig(node.node.config, config),
    effects: config ? effectsOf(recording, activation, { ...around, config, node }) : [],
  };
}

type Spot = { readonly node: IndexedNode; readonly frame: Frame };

function take(
  event: RunEvent,
  { node, frame }: Spot,
  given: (node: IndexedNode, frame: Frame) => StepInput,
  { registry, valueIn }: Recording,
): void {
  if (event.type === "activation.emitted") {
    deliver(frame, node, { port: event.port, value: valueIn(event.output) });
  } else if (event.type === "activation.failed" && node.catchesFailure) {
    deliver(frame, node, { port: errorPort, value: failureValue(event.failure) });
  } else if (event.type === "each.opened") {
    const definition = registry.get(node.node.type);
    const { scope, input } = given(node, frame);
    const resolved = definition && resolveConfig(definition, node.node, scope, () => new Map());
    const work = resolved?.ok ? containerWork(node, { config: resolved.config, input, openedAt: event.at }) : null;
    if (work) frame.containers.set(node.node.id, work);
  }
}

type Driven = Pick<StepInput, "input" | "inputs"> & {
  readonly node: IndexedNode;
  readonly config: Readonly<Record<string, unknown>>;
};

/** Drives the step again with the recorded results, to learn what it had asked for. */
function effectsOf(recording: Recording, activation: ActivationId, driven: Driven): readonly EffectRecord[] {
  const own = recording.events.filter((event) => "activation" in event && event.activation === activation);
  const settled = own.filter((event) => event.type === "effect.settled");
  const first = own[0];
  if (settled.length === 0 || !first) return [];
  const definition = recording.registry.get(driven.node.node.type);
  const { config, input, inputs } = driven;
  const answer = definition?.run?.({ config, input, inputs, now: first.at, attempt: 1 });
  if (!answer || "kind" in answer) return [];
  const effects: EffectRecord[] = [];
  try {
    let turn = answer.next(null as unknown as EffectResult);
    for (const { result } of settled) {
      if (turn.done) break;
      const outcome: SettledEffect =
        "ok" in result
          ? { ok: true, value: recording.valueIn(result.ok) as EffectResult }
          : { ok: false, failure: result.failure };
      const shown = outcome.ok ? { ok: outcome.value as Json } : { failure: outcome.failure };
      effects.push({ ...describeEffect(turn.value), result: shown });
      turn = outcome.ok ? answer.next(outcome.value) : answer.throw(new FailureError(outcome.failure));
    }
  } catch (thrown) {
    // The step failed by what it was given: the failure is in the journal already.
    if (!(thrown instanceof FailureError)) throw thrown;
  }
  return effects;
}
