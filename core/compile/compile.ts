import type { Graph } from "../graph/graph.ts";
import type { WorkflowId } from "../id.ts";
import type { Registry } from "../node-kit/registry.ts";
import { certaintyOf } from "./certainty.ts";
import { type Draft, draftOf } from "./draft.ts";
import { makePlan } from "./make-plan.ts";
import { checkCaps } from "./passes/check-caps.ts";
import { checkFormulas } from "./passes/check-formulas.ts";
import { checkKeys } from "./passes/check-keys.ts";
import { checkMachines } from "./passes/check-machines.ts";
import { checkReferences } from "./passes/check-references.ts";
import { checkScripts } from "./passes/check-scripts.ts";
import { checkSettings } from "./passes/check-settings.ts";
import { checkTriggers } from "./passes/check-triggers.ts";
import { findAmbiguousInputs } from "./passes/find-ambiguous-inputs.ts";
import { findCycles } from "./passes/find-cycles.ts";
import { findRecursion } from "./passes/find-recursion.ts";
import { findUnreachable } from "./passes/find-unreachable.ts";
import type { Plan } from "./plan.ts";
import type { Problem } from "./problem.ts";
import { typingOf } from "./typing.ts";

export type Compiled = {
  /** Null while there is an error among the problems. */
  readonly plan: Plan | null;
  readonly problems: readonly Problem[];
};

export type CompileOptions = {
  /** Which workflow this is a drawing of, to see when it runs itself for ever. */
  readonly workflowId?: WorkflowId | null;
};

/**
 * Judges a drawing and turns it into a plan. All problems come at once. Total: any graph is answered, none throws.
 *
 * Steps that no run comes to, and disabled ones, are work in progress: what is wrong with them is a warning.
 */
export function compile(graph: Graph, registry: Registry, { workflowId = null }: CompileOptions = {}): Compiled {
  const caps = checkCaps(graph);
  // Beyond the cap nothing is promised about time, so nothing more is looked at.
  if (caps.length > 0) return { plan: null, problems: caps };
  const draft = draftOf(graph, registry);
  const certainty = certaintyOf(draft);
  const typing = typingOf(draft);
  const problems = [
    ...draft.problems,
    ...checkTriggers(draft),
    ...checkKeys(draft),
    ...findCycles(draft),
    ...checkMachines(draft),
    ...checkReferences(draft, certainty),
    ...checkFormulas(draft, typing),
    ...checkSettings(draft, typing),
    ...checkScripts(draft),
    ...findUnreachable(draft),
    ...findRecursion(draft, certainty, workflowId),
    ...findAmbiguousInputs(draft, certainty),
  ].map((problem) => softened(draft, problem));
  const isReady = problems.every((problem) => problem.severity !== "error");
  return { plan: isReady ? makePlan(draft) : null, problems };
}

function softened({ flow, nodes, graph }: Draft, problem: Problem): Problem {
  if (problem.severity === "warning" || problem.nodeId === null || flow.triggers.length === 0) return problem;
  const edge = problem.edgeId && graph.edges.find(({ id }) => id === problem.edgeId);
  // A connection that does not work hides what is behind it: it matters when a run comes to where it begins.
  const reached = flow.reached.has(edge && nodes.has(edge.source) ? edge.source : problem.nodeId);
  const asleep = problem.field !== null && nodes.get(problem.nodeId)?.node.disabled;
  return reached && !asleep ? problem : { ...problem, severity: "warning" };
}
