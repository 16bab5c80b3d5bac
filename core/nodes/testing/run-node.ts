import type { z } from "zod";
import type { Effect, SettledEffect } from "../../effects/effect.ts";
import type { Scope } from "../../expression/scope.ts";
import type { Json, JsonObject } from "../../json/json.ts";
import type { NodeDefinition } from "../../node-kit/define-node.ts";
import { evaluateConfig } from "../../node-kit/evaluate-config.ts";
import { FailureError, fail, type Outcome } from "../../node-kit/outcome.ts";
import { parseConfig } from "../../node-kit/parse-config.ts";

export type Given = {
  /** Raw settings, as people write them: formulas tagged, defaults left out. */
  readonly config?: JsonObject;
  readonly input?: Json;
  /** What arrived by port; `input` on port `in` when left out. */
  readonly inputs?: Readonly<Record<string, Json>>;
  /** More names in scope for formulas. */
  readonly scope?: Scope;
  readonly now?: number;
  readonly results?: Results;
};

/** Results for the effects, in the order in which the node yields them; or what answers each of them. */
export type Results = readonly SettledEffect[] | ((effect: Effect) => SettledEffect);

export type NodeRun = { readonly outcome: Outcome; readonly effects: readonly Effect[] };

/** 31 January 2027, 09:30:15.250 UTC. */
export const testNow = 1_801_387_815_250;

/** One formula as it stands in raw settings. */
export function expr(source: string): JsonObject {
  return { $expr: source };
}

/**
 * Runs a node as the engine does, without an engine: parses and evaluates its settings, calls `run`, and hands made-up
 * results to the effects it yields. Every failure becomes an outcome; anything else that is thrown comes through.
 */
export function runNode<Schema extends z.ZodObject>(definition: NodeDefinition<Schema>, given: Given = {}): NodeRun {
  const { input = null, inputs = { in: input }, now = testNow } = given;
  const { config: parsed, issues } = parseConfig(definition, given.config ?? {});
  if (issues.length > 0) throw new Error(`These settings have issues: ${JSON.stringify(issues)}`);
  const config = evaluateConfig(definition, parsed, { input, trigger: input, steps: {}, vars: {}, ...given.scope });
  if (!config.ok) return { outcome: fail(config.failure), effects: [] };
  const args = { config: config.config, input, inputs: new Map(Object.entries(inputs)), now, attempt: 1 };
  return driveNode(definition, args, given.results ?? []);
}

/** The value that a node emits on `port`; throws with the failure's message when it fails or takes another port. */
export function emitted<Schema extends z.ZodObject>(
  definition: NodeDefinition<Schema>,
  given: Given = {},
  port = "out",
): Json {
  const { outcome } = runNode(definition, given);
  if (outcome.kind === "fail") throw new Error(`Failed with ${outcome.failure.code}: ${outcome.failure.message}`);
  if (outcome.port !== port) throw new Error(`Emitted on ${outcome.port} instead of ${port}`);
  return outcome.value;
}

/** The failure of a node as `code: message`; throws when it emits. */
export function failed<Schema extends z.ZodObject>(definition: NodeDefinition<Schema>, given: Given = {}): string {
  const { outcome } = runNode(definition, given);
  if (outcome.kind === "emit") throw new Error(`Emitted ${JSON.stringify(outcome.value)} on ${outcome.port}`);
  return `${outcome.failure.code}: ${outcome.failure.message}`;
}

/** Drives `run` with settings that are evaluated already. */
export function driveNode<Schema extends z.ZodObject>(
  definition: NodeDefinition<Schema>,
  args: Parameters<NonNullable<NodeDefinition<Schema>["run"]>>[0],
  results: Results,
): NodeRun {
  const effects: Effect[] = [];
  try {
    const started = definition.run?.(args);
    if (started === undefined) throw new Error(`${definition.type} has no run`);
    if ("kind" in started) return { outcome: started, effects };
    let step = started.next(null as never);
    while (!step.done) {
      effects.push(step.value);
      const result = typeof results === "function" ? results(step.value) : results[effects.length - 1];
      if (result === undefined) throw new Error(`No made-up result for effect ${effects.length}`);
      step = result.ok ? started.next(result.value) : started.throw(new FailureError(result.failure));
    }
    return { outcome: step.value, effects };
  } catch (thrown) {
    if (thrown instanceof FailureError) return { outcome: fail(thrown.failure), effects };
    throw thrown;
  }
}
