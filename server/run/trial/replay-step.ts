import type { Plan } from "#core/compile/plan.ts";
import type { EffectResult } from "#core/effects/effect.ts";
import type { Json } from "#core/json/json.ts";
import { FailureError } from "#core/node-kit/outcome.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import { nodeOfActivation, pathOfActivation } from "#core/schedule/activation-id.ts";
import type { ActivationId, RunEvent, StoredValue } from "#core/schedule/event.ts";
import { indexedNode, indexPlan } from "#core/schedule/index-plan.ts";
import type { EffectRecord } from "#core/schedule/step-record.ts";
import { type Frame, frameAt } from "../containers/frames.ts";
import { describeEffect } from "../drive/describe-effect.ts";
import { absentReasons, givenTo } from "../drive/given-to.ts";
import { shownConfig } from "../drive/shown-config.ts";
import { type RunFacts, resolveConfig, type StepInput } from "../drive/step-input.ts";
import type { Recorded } from "../drive/work.ts";
import { resume } from "../recover/resume.ts";
import { newRecorded, noteEvent } from "../waiting/recorded.ts";
import { stillDrive } from "./still-drive.ts";

export type Recording = {
  readonly plan: Plan;
  readonly registry: Registry;
  readonly facts: RunFacts;
  /** Those of the run itself, of the top level, and of every item on the way to the step; in order. */
  readonly events: readonly RunEvent[];
  readonly blobs: ReadonlyMap<string, Json>;
  /** What lay around a step that was tried alone. */
  readonly root?: Frame;
};

export type ReplayedStep = {
  readonly input: Json;
  readonly config: Json;
  readonly effects: readonly EffectRecord[];
};

/**
 * What a step was given, worked out again by the same code that drives a run on after a crash: outputs are in the
 * journal, and nodes are pure, so inputs and settings follow from them. Events are taken up to the first one of the
 * step's newest try; for a step that never began, all of them.
 */
export function replayStep(recording: Recording, activation: ActivationId): ReplayedStep {
  const { plan, registry, events, blobs, facts, root } = recording;
  const index = indexPlan(plan);
  const node = indexedNode(index, nodeOfActivation(activation));
  const triggerNode = events.find((event) => event.type === "run.started")?.trigger ?? node.node.id;
  const drive = stillDrive({ index, registry, facts, triggerNode, ...(root ? { root } : {}) });
  resume(drive).take({ events: events.slice(0, beginOf(recording, activation)), blobs });
  const frame = frameAt(drive.root, node, pathOfActivation(activation));
  const definition = registry.get(node.node.type);
  const given = givenTo(drive, { node, frame }, definition);
  const why = () => absentReasons(drive, node, activation);
  const resolved = definition && resolveConfig(definition, node.node, given.scope, why);
  const config = resolved?.ok ? resolved.config : null;
  return {
    input: given.input,
    config: shownConfig(node.node.config, config),
    effects: config ? effectsOf(recording, activation, { ...given, config, type: node.node.type }) : [],
  };
}

/** Where the newest try of an activation begins; a container around it that was tried again makes it begin anew. */
function beginOf({ events, plan }: Recording, activation: ActivationId): number {
  const around = containersAround(plan, activation);
  const again = events.findLastIndex((event) => event.type === "attempt.failed" && around.has(event.activation));
  const begin = events.findIndex((event, at) => at > again && isOf(event, activation));
  return begin < 0 ? events.length : begin;
}

function containersAround(plan: Plan, activation: ActivationId): ReadonlySet<ActivationId> {
  const around = new Set<ActivationId>();
  const path = pathOfActivation(activation);
  let { owner } = indexedNode(indexPlan(plan), nodeOfActivation(activation)).scope;
  for (let depth = path.length - 1; owner; depth--) {
    const { id } = owner.node;
    around.add(depth > 0 ? `${id}:${path.slice(0, depth).join(".")}` : id);
    owner = owner.scope.owner;
  }
  return around;
}

function isOf(event: RunEvent, activation: ActivationId): boolean {
  return "activation" in event && event.activation === activation;
}

type Driven = Pick<StepInput, "input" | "inputs"> & {
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
};

/** Drives the newest try again with its recorded results, to learn what it had asked for. */
function effectsOf(recording: Recording, activation: ActivationId, driven: Driven): readonly EffectRecord[] {
  const { recorded, ms, startedAt } = newestTry(recording, activation);
  if (recorded.results.length === 0) return [];
  const { config, input, inputs, type } = driven;
  const definition = recording.registry.get(type);
  const answer = definition?.run?.({ config, input, inputs, now: startedAt, attempt: recorded.attempt });
  if (!answer || "kind" in answer) return [];
  const effects: EffectRecord[] = [];
  try {
    let turn = answer.next(null as unknown as EffectResult);
    for (const [at, result] of recorded.results.entries()) {
      if (turn.done || !result) break;
      const shown = "ok" in result ? { ok: result.ok as Json } : result;
      const took = ms.get(at);
      effects.push({ ...describeEffect(turn.value), ...(took === undefined ? {} : { ms: took }), result: shown });
      turn = "ok" in result ? answer.next(result.ok) : answer.throw(new FailureError(result.failure));
    }
  } catch (thrown) {
    // The step failed by what it was given: the failure is in the journal already.
    if (!(thrown instanceof FailureError)) throw thrown;
  }
  return effects;
}

type Try = {
  readonly recorded: Recorded;
  /** By effect. */
  readonly ms: ReadonlyMap<number, number>;
  /** Unix milliseconds. */
  readonly startedAt: number;
};

function newestTry(recording: Recording, activation: ActivationId): Try {
  const { events, blobs } = recording;
  const valueIn = (stored: StoredValue): Json => ("value" in stored ? stored.value : (blobs.get(stored.blob) ?? null));
  let recorded = newRecorded(1, null);
  let ms = new Map<number, number>();
  const own = events.slice(beginOf(recording, activation)).filter((event) => isOf(event, activation));
  for (const event of own) {
    if (event.type === "attempt.failed") {
      recorded = newRecorded(event.attempt + 1, event.retryAtMs);
      ms = new Map();
    }
    if (event.type === "effect.settled" && event.ms !== undefined) ms.set(event.index, event.ms);
    noteEvent(recorded, event, valueIn);
  }
  return { recorded, ms, startedAt: recorded.startedAt ?? own[0]?.at ?? 0 };
}
