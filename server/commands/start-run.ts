import type { Plan } from "#core/compile/plan.ts";
import type { NodeId, RunId, VersionId, WorkflowId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import { withWorkspace } from "#db/client.ts";
import { storePlan } from "#db/queries/store-plan.ts";
import { findVersion } from "#db/queries/versions.ts";
import { AppError } from "../errors.ts";
import type { CommandContext } from "./command-context.ts";
import { findLiveWorkflow } from "./find-live-workflow.ts";
import { readDraft } from "./read-draft.ts";
import { recordingFor, refuseMixture, type TestDrive, testDrive, triggerOf } from "./test-drive.ts";

export type StartRunInput = {
  readonly workflowId: WorkflowId;
  /** The trigger to start from; when not given, the one that people start by hand, or the only one. */
  readonly trigger?: NodeId | undefined;
  readonly input: Json;
  readonly of: "draft" | "live";
} & TestDrive;

type Startable = {
  readonly plan: Plan;
  readonly planHash: string;
  readonly versionId: VersionId | null;
  readonly pins: ReadonlyMap<NodeId, Json>;
};

/**
 * Starts a run of the draft as it is now, with its pinned outputs, or of the published version. The trigger's own pin
 * is what a caller may give as `input`, which always wins. A run of the draft may end at one step, be of one step alone,
 * or use the effects of an earlier run again. Resolves when the run is durable. Throws `not_found`, `not_ready` with
 * problems, `invalid` without a trigger or for a step that cannot be run alone, `unavailable`.
 */
export async function startRun(context: CommandContext, input: StartRunInput): Promise<{ readonly runId: RunId }> {
  const { engine, actor } = context;
  const { workflowId, of } = input;
  refuseMixture(input);
  const { plan, planHash, versionId, pins } = await (of === "draft"
    ? draft(context, input)
    : live(context, workflowId));
  const trigger = triggerOf(plan, input.trigger);
  const recordedFrom = await recordingFor(context, input);
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
    ...(recordedFrom ? { recordedFrom } : {}),
  });
  return { runId };
}

async function draft(context: CommandContext, input: StartRunInput): Promise<Startable> {
  const { workspaceId } = context.actor;
  const { graph } = await readDraft(context, input.workflowId);
  const { pins, ...compiled } = await testDrive(context, graph, input);
  await withWorkspace(context.db, workspaceId, (tx) => storePlan(tx, { workspaceId, ...compiled }));
  return { plan: compiled.plan, planHash: compiled.hash, versionId: null, pins };
}

async function live(context: CommandContext, workflowId: WorkflowId): Promise<Startable> {
  const { workspaceId } = context.actor;
  const { liveVersionId: versionId } = await findLiveWorkflow(context, workflowId);
  if (!versionId) throw new AppError("conflict", "Nothing is published yet. Publish the workflow, or run the draft.");
  const version = await withWorkspace(context.db, workspaceId, (tx) => findVersion(tx, { workspaceId, versionId }));
  if (!version) throw new AppError("conflict", "The published version is gone. Publish the workflow again.");
  return { plan: version.plan, planHash: version.planHash, versionId, pins: new Map() };
}
