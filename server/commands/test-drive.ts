import type { Plan, PlanNode } from "#core/compile/plan.ts";
import { planOnly } from "#core/compile/plan-only.ts";
import { planUntil } from "#core/compile/plan-until.ts";
import type { Graph } from "#core/graph/graph.ts";
import { upstreamOf } from "#core/graph/neighbours.ts";
import type { NodeId, RunId, WorkflowId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import { withWorkspace } from "#db/client.ts";
import { findRun } from "#db/queries/run-history.ts";
import { AppError } from "../errors.ts";
import type { CommandContext } from "./command-context.ts";
import { type Compiled, compileDraft, planHashOf } from "./compile-draft.ts";
import { missing } from "./find-live-workflow.ts";
import { lastOutputs } from "./get-samples.ts";

/** How much of a draft is run, and who answers its effects. */
export type TestDrive = {
  /** The run ends with this step. */
  readonly until?: NodeId | undefined;
  /** Only this step runs; every other gives its pinned output, or that of the newest run. */
  readonly only?: NodeId | undefined;
  /** `recorded`: what effects came to in the run `recordedFrom` is used again. */
  readonly effects?: "real" | "recorded" | undefined;
  readonly recordedFrom?: RunId | undefined;
};

type Asked = TestDrive & { readonly workflowId: WorkflowId; readonly trigger?: NodeId | undefined };
type Driven = Compiled & { readonly pins: ReadonlyMap<NodeId, Json> };

/** What is to be run of a draft. Kept with the whole drawing, so that the run can be looked at on it. */
export async function testDrive(context: CommandContext, graph: Graph, asked: Asked): Promise<Driven> {
  const { registry } = context;
  const pins = pinsOf(graph);
  const goal = asked.only ?? asked.until;
  if (goal === undefined) return { ...compileDraft(graph, registry, asked.workflowId), pins };
  if (!graph.nodes.some(({ id }) => id === goal)) return missing("step");
  const whole = compileUntil(graph, goal, registry, asked.workflowId);
  if (asked.only === undefined) return { ...pruned(graph, planUntil(whole, goal)), pins };
  const outputs = await lastOutputs(context, asked.workflowId);
  const known = new Map(pins);
  for (const [id, { value }] of outputs) if (!known.has(id)) known.set(id, value);
  // What is tried is not answered by its own pin, nor by what a box around it gave: the box runs it for each item.
  for (const id of withBoxesAround(graph, goal)) known.delete(id);
  const trigger = triggerOf(whole, asked.trigger);
  const only = pruned(graph, planOnly(whole, goal, trigger.id, new Set(known.keys())));
  if (!isReached(only.plan, goal)) throw nothingArrives(whole, goal);
  return { ...only, pins: known };
}

/** Throws `invalid` for what cannot be meant: to leave a part of it out would do more, and for real, than was asked. */
export function refuseMixture({
  of,
  until,
  only,
  effects,
  recordedFrom,
}: TestDrive & { readonly of: "draft" | "live" }) {
  if (of === "live" && (until ?? only ?? recordedFrom ?? effects ?? "real") !== "real") {
    throw new AppError("invalid", "The published version runs as a whole and for real. Try the draft instead.");
  }
  if (until !== undefined && only !== undefined) {
    throw new AppError("invalid", "Run up to a step, or one step alone, not both.");
  }
  if (recordedFrom !== undefined && effects !== "recorded") {
    throw new AppError("invalid", "To use the effects of an earlier run again, set effects to recorded.");
  }
}

/** The run whose effects are used again. Throws `not_found`, and `invalid` when none of this workflow is named. */
export async function recordingFor(
  { db, actor }: CommandContext,
  { effects, recordedFrom, workflowId }: TestDrive & { readonly workflowId: WorkflowId },
) {
  if (effects !== "recorded") return null;
  const choose = "Choose a run of this workflow whose effects the draft is tried with.";
  if (!recordedFrom) throw new AppError("invalid", choose);
  const { workspaceId } = actor;
  const run = await withWorkspace(db, workspaceId, (tx) => findRun(tx, { workspaceId, runId: recordedFrom }));
  if (!run) return missing("run");
  if (run.workflowId !== workflowId) throw new AppError("invalid", choose);
  return recordedFrom;
}

/** Throws `invalid` when it is not clear which one is meant. */
export function triggerOf(plan: Plan, wanted: NodeId | undefined): PlanNode {
  const triggers = plan.nodes.filter((node) => node.kind === "trigger" && !node.disabled);
  const [only, ...others] = triggers;
  const found = wanted
    ? triggers.find((node) => node.id === wanted)
    : (triggers.find((node) => node.type === "manual") ?? (others.length === 0 ? only : undefined));
  if (found) return found;
  throw new AppError("invalid", wanted ? "This step starts no runs." : "Say which trigger the run starts from.");
}

function pinsOf({ nodes }: Graph): ReadonlyMap<NodeId, Json> {
  return new Map(nodes.flatMap((node) => (node.pinned === undefined ? [] : [[node.id, node.pinned] as const])));
}

function pruned(graph: Graph, plan: Plan | null): Compiled {
  return plan ? { plan, graph, hash: planHashOf(plan, graph) } : missing("step");
}

/** The whole draft, or when it has problems what leads to the step: what comes later may be half done. */
function compileUntil(graph: Graph, goal: NodeId, registry: Registry, workflowId: WorkflowId): Plan {
  try {
    return compileDraft(graph, registry, workflowId).plan;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "not_ready") throw error;
    return compileDraft(graphUntil(graph, goal, registry), registry, workflowId).plan;
  }
}

function withBoxesAround({ nodes }: Graph, goal: NodeId): ReadonlySet<NodeId> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found = new Set<NodeId>();
  for (let at = byId.get(goal); at; at = at.parent === null ? undefined : byId.get(at.parent)) found.add(at.id);
  return found;
}

function graphUntil(graph: Graph, goal: NodeId, registry: Registry): Graph {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const goals = withBoxesAround(graph, goal);
  const edges = graph.edges.filter(({ source }) => !goals.has(source));
  const before = new Set([...goals, ...upstreamOf(edges, goals)]);
  const isWithin = (id: NodeId | null): boolean => {
    if (id === null) return false;
    return (before.has(id) && (id === goal || !goals.has(id))) || isWithin(byId.get(id)?.parent ?? null);
  };
  const isTrigger = (type: string) => registry.get(type)?.role === "trigger";
  const hasTrigger = graph.nodes.some(({ id, type }) => before.has(id) && isTrigger(type));
  const nodes = graph.nodes.filter(
    ({ id, parent, type }) => before.has(id) || isWithin(parent) || (!hasTrigger && isTrigger(type)),
  );
  const kept = new Set(nodes.map(({ id }) => id));
  return { ...graph, nodes, edges: edges.filter(({ source, target }) => kept.has(source) && kept.has(target)) };
}

/** Whether anything leads to the step, or to the outermost container around it. */
function isReached({ nodes, edges }: Plan, goal: NodeId): boolean {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  let outermost = byId.get(goal);
  while (outermost && outermost.parent !== null) outermost = byId.get(outermost.parent);
  return outermost?.kind === "trigger" || edges.some(({ target }) => target === outermost?.id);
}

function nothingArrives({ nodes }: Plan, goal: NodeId): AppError {
  const title = nodes.find(({ id }) => id === goal)?.title ?? "";
  return new AppError(
    "invalid",
    `Nothing is known of what arrives at “${title}”. Run the workflow up to it, or pin the output of the step before it.`,
  );
}
