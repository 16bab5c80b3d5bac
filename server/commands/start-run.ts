import type { Plan, PlanNode } from "#core/compile/plan.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { NodeId, RunId, VersionId, WorkflowId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import { withWorkspace } from "#db/client.ts";
import { storePlan } from "#db/queries/store-plan.ts";
import { findVersion } from "#db/queries/versions.ts";
import { AppError } from "../errors.ts";
import type { CommandContext } from "./command-context.ts";
import { compileDraft } from "./compile-draft.ts";
import { findLiveWorkflow } from "./find-live-workflow.ts";
import { readDraft } from "./read-draft.ts";

export type StartRunInput = {
  readonly workflowId: WorkflowId;
  /** The trigger to start from; when not given, the one that people start by hand, or the only one. */
  readonly trigger?: NodeId | undefined;
  readonly input: Json;
  readonly of: "draft" | "live";
};

type Startable = {
  readonly plan: Plan;
  readonly planHash: string;
  readonly versionId: VersionId | null;
  readonly pins: ReadonlyMap<NodeId, Json>;
};

/**
 * Starts a run of the draft as it is now, with its pinned outputs, or of the published version. The trigger's own pin
 * is what a caller may give as `input`, which always wins. Resolves when the run is durable. Throws `not_found`, `not_ready` with problems, `invalid` without a trigger, `unavailable`.
 */
export async function startRun(context: CommandContext, input: StartRunInput): Promise<{ readonly runId: RunId }> {
  const { engine, actor } = context;
  const { workflowId, of } = input;
  const { plan, planHash, versionId, pins } = await (of === "draft" ? draft : live)(context, workflowId);
  const trigger = triggerOf(plan, input.trigger);
  const { runId } = await engine.start({
    workspaceId: actor.workspaceId,
    workflowId,
    plan,
    planHash,
    versionId,
    mode: of === "draft" ? "test" : "live",
    trigger: trigger.id,
    input: input.input,
    pins: new Map([...pins].filter(([id]) => id !== trigger.id)),
    createdBy: actor.userId,
  });
  return { runId };
}

async function draft(context: CommandContext, workflowId: WorkflowId): Promise<Startable> {
  const { workspaceId } = context.actor;
  const { graph } = await readDraft(context, workflowId);
  const compiled = compileDraft(graph, context.registry, workflowId);
  await withWorkspace(context.db, workspaceId, (tx) => storePlan(tx, { workspaceId, ...compiled }));
  return { plan: compiled.plan, planHash: compiled.hash, versionId: null, pins: pinsOf(graph) };
}

async function live(context: CommandContext, workflowId: WorkflowId): Promise<Startable> {
  const { workspaceId } = context.actor;
  const { liveVersionId: versionId } = await findLiveWorkflow(context, workflowId);
  if (!versionId) throw new AppError("conflict", "Nothing is published yet. Publish the workflow, or run the draft.");
  const version = await withWorkspace(context.db, workspaceId, (tx) => findVersion(tx, { workspaceId, versionId }));
  if (!version) throw new AppError("conflict", "The published version is gone. Publish the workflow again.");
  return { plan: version.plan, planHash: version.planHash, versionId, pins: new Map() };
}

function pinsOf({ nodes }: Graph): ReadonlyMap<NodeId, Json> {
  return new Map(nodes.flatMap((node) => (node.pinned === undefined ? [] : [[node.id, node.pinned] as const])));
}

/** Throws `invalid` when it is not clear which one is meant. */
function triggerOf(plan: Plan, wanted: NodeId | undefined): PlanNode {
  const triggers = plan.nodes.filter((node) => node.kind === "trigger" && !node.disabled);
  const [only, ...others] = triggers;
  const found = wanted
    ? triggers.find((node) => node.id === wanted)
    : (triggers.find((node) => node.type === "manual") ?? (others.length === 0 ? only : undefined));
  if (found) return found;
  throw new AppError("invalid", wanted ? "This step starts no runs." : "Say which trigger the run starts from.");
}
