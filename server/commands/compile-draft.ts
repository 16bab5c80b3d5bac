import { createHash } from "node:crypto";
import { compile } from "#core/compile/compile.ts";
import type { Plan } from "#core/compile/plan.ts";
import type { Problem } from "#core/compile/problem.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { WorkflowId } from "#core/id.ts";
import { canonicalJson } from "#core/json/canonical.ts";
import type { Json } from "#core/json/json.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import { AppError } from "../errors.ts";

export type Compiled = {
  readonly plan: Plan;
  readonly graph: Graph;
  /** sha256, hex, over the canonical JSON of plan and graph: the same drawing is kept once. */
  readonly hash: string;
};

/** Compiles a graph. Throws `not_ready` with the problems in its data when it has errors; warnings do not count. */
export function compileDraft(graph: Graph, registry: Registry, workflowId: WorkflowId): Compiled {
  const { plan, problems } = compile(graph, registry, { workflowId });
  const errors = problems.filter((problem) => problem.severity === "error");
  if (!plan || errors.length > 0) throw notReady(errors);
  return { plan, graph, hash: planHashOf(plan, graph) };
}

function notReady(errors: readonly Problem[]): AppError {
  const [first] = errors;
  const rest = errors.length > 1 ? ` There are ${errors.length - 1} more problems.` : "";
  const message = first ? `${first.message}${rest}` : "The workflow has problems. Look at the panel below the canvas.";
  // Problems are plain data; their fixes hold commands, which are JSON too.
  return new AppError("not_ready", message, { data: { problems: errors as unknown as Json } });
}

export function planHashOf(plan: Plan, graph: Graph): string {
  const text = canonicalJson({ plan, graph } as unknown as Json);
  return createHash("sha256").update(text).digest("hex");
}
