import { setTimeout as delay } from "node:timers/promises";
import type { Plan, PlanNode } from "#core/compile/plan.ts";
import { type Failure, failure } from "#core/failure.ts";
import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import { sendToRun } from "#db/queries/inbox.ts";
import { findRunnableVersion, type RunnableVersion, readDepth } from "#db/queries/runnable-version.ts";
import { readRunStatus } from "#db/queries/runs.ts";
import { AppError } from "../../errors.ts";
import type { Drive } from "../drive/drive.ts";
import type { Driving } from "../driving.ts";
import type { ChildStarted, ChildToStart } from "../waiting/child-to-start.ts";
import { startRun } from "./start-run.ts";

/** So many runs may be above a run. */
const depthMax = 20;
/** How long is waited for a database that is gone before a child is asked for again. */
const retryMs = 500;
/**
 * For as long as no second child can begin by the same key. It is only asked for again by a process that takes the parent
 * over before the child's start is in its journal, so days would do.
 */
const keyWindowMs = 30 * 86_400_000;

/**
 * Starts the run that a step asked for, once: the key makes a second start impossible. While nothing can be stored it is
 * asked for again and again, as long as the step waits for it.
 */
export async function startChild(driving: Driving, parent: Drive, child: ChildToStart): Promise<ChildStarted> {
  for (;;) {
    try {
      const started = await tryStart(driving, parent, child);
      if ("runId" in started && child.request.wait && child.isUnwanted()) await cancel(driving, parent, child);
      return started;
    } catch (error) {
      if (error instanceof AppError && error.code !== "unavailable") return { failure: refusal(error) };
      if (!(error instanceof AppError) && !isDatabaseUnavailable(error)) throw error;
      if (parent.phase !== "running" || child.isUnwanted()) return { failure: refusal(error) };
      await delay(retryMs, null, { ref: false });
    }
  }
}

async function tryStart(driving: Driving, parent: Drive, child: ChildToStart): Promise<ChildStarted> {
  const { workspaceId, id: runId, mode, parentRunId, createdBy } = parent.identity;
  const { workflowId, versionId, input } = child.request;
  // Its workflow may have changed since: what is under way goes on.
  if (child.isAskedAgain && (await readRunStatus(driving.sql, { workspaceId, runId: child.id })) !== null) {
    return { runId: child.id };
  }
  const depth = parentRunId === null ? 0 : await readDepth(driving.sql, { workspaceId, runId, most: depthMax });
  if (depth >= depthMax) return { failure: tooDeep() };
  const found = await findRunnableVersion(driving.sql, { workspaceId, workflowId, versionId });
  const version = found?.version;
  const trigger = version && triggerOf(version.plan);
  if (!trigger) return { failure: notRunnable(found, versionId !== null) };
  const started = await startRun(driving, {
    id: child.id,
    workspaceId,
    workflowId,
    planHash: version.planHash,
    plan: version.plan,
    versionId: version.id,
    mode,
    trigger: trigger.id,
    input,
    ...(createdBy ? { createdBy } : {}),
    key: { text: child.key, windowMs: keyWindowMs },
    parent: { runId, activation: child.activation },
  });
  return { runId: started.runId };
}

/** The one that people start by hand: other workflows do the same. */
function triggerOf({ nodes }: Plan): PlanNode | undefined {
  return nodes.find(({ kind, type, disabled }) => kind === "trigger" && type === "manual" && !disabled);
}

function notRunnable(found: RunnableVersion | null, isPinned: boolean): Failure {
  if (!found) {
    return failure("config", "The workflow that this step runs is gone. Restore it, or choose another one.");
  }
  const { title, version } = found;
  if (version) return failure("config", `“${title}” has no manual trigger for other workflows to begin with. Add one.`);
  const message = isPinned
    ? `“${title}” has no such version. Choose another one.`
    : `“${title}” is not published. Publish it, or choose another workflow.`;
  return failure("config", message);
}

function tooDeep(): Failure {
  const message = `Workflows here call each other ${depthMax} levels deep, which is the limit. One of them probably calls itself for ever.`;
  return failure("limit", message);
}

/** The step was cancelled while its child was being started. */
async function cancel({ sql, deps }: Driving, parent: Drive, { id: runId }: ChildToStart): Promise<void> {
  const { workspaceId, id } = parent.identity;
  const message = { activation: "run", name: "cancel", value: { value: null }, sentBy: id } as const;
  await sendToRun(sql, { workspaceId, runId, ...message });
  deps.poke(workspaceId, runId);
}

function refusal(error: unknown): Failure {
  if (!(error instanceof AppError)) return failure("child", "The workflow could not be started.", { retryable: true });
  if (error.code === "too_large") return failure("cap", error.message);
  return failure("child", `The workflow could not be started: ${error.message}`, { retryable: true });
}
