import { randomUUID } from "node:crypto";
import type { Plan } from "#core/compile/plan.ts";
import type { Effectful, EffectResult, SettledEffect } from "#core/effects/effect.ts";
import { type Failure, failure } from "#core/failure.ts";
import type { NodeId, WorkflowId, WorkspaceId } from "#core/id.ts";
import { idOf } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import { FailureError, type Outcome } from "#core/node-kit/outcome.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import { type IndexedNode, indexPlan } from "#core/schedule/index-plan.ts";
import { stepHistoryOf } from "#core/schedule/step-history.ts";
import type { EffectRecord, StepRecord } from "#core/schedule/step-record.ts";
import { AppError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { describeEffect } from "./describe-effect.ts";
import type { Interpret } from "./drive.ts";
import { shownConfig } from "./shown-config.ts";
import { passPort, resolveConfig } from "./step-input.ts";
import { encodeValue } from "./stored-values.ts";

/** One step to try alone, and the values around it, from pins or an earlier run. */
export type TestStep = {
  readonly workspaceId: WorkspaceId;
  readonly workflowId: WorkflowId;
  readonly plan: Plan;
  readonly nodeId: NodeId;
  /** What arrives; for a trigger, what it is started with. */
  readonly input: Json;
  /** What arrives by port, for a step with several; `input` on every port when absent. */
  readonly inputs?: ReadonlyMap<string, Json>;
  readonly trigger: Json;
  /** Outputs of the steps before it, by key. */
  readonly steps: Readonly<Record<string, Json>>;
  /** For a step inside a container. */
  readonly item?: Json;
  readonly index?: number;
};

type Deps = { readonly registry: Registry; readonly interpret: Interpret; readonly log: Logger };

/** Runs one step with real effects and writes nothing. A sleep of it is skipped. Throws AppError for an unknown step. */
export async function testStep(deps: Deps, request: TestStep): Promise<StepRecord> {
  const node = indexPlan(request.plan).nodes.get(request.nodeId);
  if (!node) throw new AppError("not_found", "There is no such step. It may have been deleted.");
  if (node.body)
    throw new AppError("invalid", "A container cannot be tried alone. Run the workflow, or try a step inside it.");
  const startedAt = Date.now();
  const effects: EffectRecord[] = [];
  const { config, outcome } = await attempt(deps, node, request, effects);
  const shown = outcome.kind === "emit" ? { output: outcome.value } : {};
  return {
    activation: node.node.id,
    nodeId: node.node.id,
    status: outcome.kind === "emit" ? "succeeded" : "failed",
    input: request.input,
    config: shownConfig(node.node.config, config),
    ...shown,
    port: outcome.kind === "emit" ? outcome.port : null,
    failure: outcome.kind === "emit" ? null : outcome.failure,
    startedAt,
    ms: Date.now() - startedAt,
    ...stepHistoryOf([]),
    callback: null,
    effects,
  };
}

type Attempt = { readonly config: Readonly<Record<string, unknown>> | null; readonly outcome: Outcome };

async function attempt(deps: Deps, node: IndexedNode, request: TestStep, effects: EffectRecord[]): Promise<Attempt> {
  const definition = deps.registry.get(node.node.type);
  if (node.node.disabled)
    return given(null, { kind: "emit", port: passPort(definition, node.node), value: request.input });
  if (!definition?.run) return given(null, failing(failure("config", "This server does not know this type of step.")));
  const { input, trigger, steps, item, index, inputs } = request;
  const inner = item === undefined ? {} : { item, index: index ?? 0 };
  const now = Date.now();
  const run = { id: "run_test", workflowId: request.workflowId, mode: "test", startedAt: new Date(now).toISOString() };
  const scope = { trigger, steps: Object.assign(Object.create(null), steps), input, vars: {}, run, ...inner };
  const resolved = resolveConfig(definition, node.node, scope, () => new Map());
  if (!resolved.ok) return given(null, failing(resolved.failure));
  const ports = definition.ports(node.node.config).inputs.map((port) => [port.name, input] as const);
  const args = { config: resolved.config, input, inputs: inputs ?? new Map(ports), now, attempt: 1 };
  try {
    const answer = definition.run(args);
    const outcome = "kind" in answer ? answer : await perform(deps, request, node, answer, effects);
    return given(resolved.config, measured(outcome));
  } catch (thrown) {
    if (thrown instanceof FailureError) return given(resolved.config, failing(thrown.failure));
    deps.log.error({ error: thrown, nodeType: definition.type }, "A step threw.");
    return given(resolved.config, failing(failure("internal", "The step broke on this value. Please report it.")));
  }
}

async function perform(
  deps: Deps,
  { workspaceId }: TestStep,
  { node }: IndexedNode,
  steps: Effectful<Outcome>,
  effects: EffectRecord[],
): Promise<Outcome> {
  const runId = idOf("run", `test${randomUUID().replaceAll("-", "")}`);
  const { signal } = new AbortController();
  let turn = steps.next(null as unknown as EffectResult);
  for (let index = 0; !turn.done; index++) {
    const effect = turn.value;
    const startedAt = performance.now();
    const settled: SettledEffect =
      effect.kind === "sleep"
        ? { ok: true, value: null }
        : await deps.interpret(effect, { workspaceId, runId, idempotencyKey: `${runId}/${node.id}/${index}`, signal });
    const result = settled.ok ? { ok: settled.value as Json } : { failure: settled.failure };
    effects.push({ ...describeEffect(effect), ms: Math.round(performance.now() - startedAt), result });
    turn = settled.ok ? steps.next(settled.value) : steps.throw(new FailureError(settled.failure));
  }
  return turn.value;
}

/** A result that could not be kept in a run fails here too. */
function measured(outcome: Outcome): Outcome {
  if (outcome.kind === "fail") return outcome;
  const encoding = encodeValue(outcome.value);
  return encoding.ok ? outcome : failing(encoding.failure);
}

function given(config: Attempt["config"], outcome: Outcome): Attempt {
  return { config, outcome };
}

function failing(cause: Failure): Outcome {
  return { kind: "fail", failure: cause };
}
