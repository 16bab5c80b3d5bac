import type { PlanNode } from "#core/compile/plan.ts";
import { type AbsentReason, absentSteps, type Scope } from "#core/expression/scope.ts";
import type { Failure } from "#core/failure.ts";
import { isJsonObject, type Json, type JsonObject } from "#core/json/json.ts";
import type { NodeDefinition } from "#core/node-kit/define-node.ts";
import { evaluateConfig } from "#core/node-kit/evaluate-config.ts";
import type { IndexedNode } from "#core/schedule/index-plan.ts";
import { allSteps, type Frame, inputsOf } from "../containers/frames.ts";

/** What formulas see of the run itself, as `run`. */
export type RunFacts = {
  readonly id: string;
  readonly workflowId: string;
  readonly mode: "test" | "live";
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Addresses of steps that wait for a signal, by key. */
  readonly callbacks?: Readonly<Record<string, string>>;
};

/** What a step is given before its settings are evaluated. */
export type StepInput = {
  readonly scope: Scope;
  readonly inputs: ReadonlyMap<string, Json>;
  readonly input: Json;
};

const noVars: JsonObject = Object.freeze({});

/** The values around a step: what arrives, in the order of its input ports, and what its formulas may read. */
export function stepInput(
  frame: Frame,
  node: IndexedNode,
  around: { readonly definition: NodeDefinition | undefined; readonly trigger: Json; readonly run: RunFacts },
): StepInput {
  const inputs = inputsOf(frame, node);
  const input = firstOf(inputs, node.node, around.definition);
  const scope: Record<string, unknown> = {
    trigger: around.trigger,
    steps: frame.steps,
    input,
    vars: noVars,
    run: around.run,
  };
  if (frame.index !== null) {
    scope.item = frame.item;
    scope.index = frame.index;
  }
  return { scope, inputs, input };
}

export type Resolved =
  | { readonly ok: true; readonly config: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly failure: Failure };

/**
 * Evaluates a step's settings. Why a step that a formula asks for has no output is only looked up when a formula has
 * failed: `absent` is called at most once, and the settings are evaluated again to tell it.
 */
export function resolveConfig(
  definition: NodeDefinition,
  node: PlanNode,
  scope: Scope,
  absent: () => ReadonlyMap<string, AbsentReason>,
): Resolved {
  const first = evaluateConfig(definition, node.config, scope);
  if (first.ok || !isMissing(first.failure)) return first;
  const steps = allSteps(scope.steps as Frame["steps"]);
  return evaluateConfig(definition, node.config, { ...scope, steps, [absentSteps]: absent() });
}

/** Where a step that is disabled, or has a pinned output, sends its value: the first port that is not for errors. */
export function passPort(definition: NodeDefinition | undefined, node: PlanNode): string {
  return definition?.ports(node.config).outputs.find((port) => port.name !== "error")?.name ?? "out";
}

function isMissing({ details }: Failure): boolean {
  return isJsonObject(details) && details.reason === "missing";
}

function firstOf(inputs: ReadonlyMap<string, Json>, node: PlanNode, definition: NodeDefinition | undefined): Json {
  if (inputs.size > 1 && definition) {
    for (const { name } of definition.ports(node.config).inputs) {
      const value = inputs.get(name);
      if (value !== undefined) return value;
    }
  }
  for (const value of inputs.values()) return value;
  return null;
}
