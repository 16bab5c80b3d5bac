import { and, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { RunId, WorkflowId, WorkspaceId } from "../../core/id.ts";
import type { AppTransaction } from "../client.ts";
import { runs, workflows } from "../schema/index.ts";

export type RunParent = {
  readonly runId: RunId;
  readonly workflowId: WorkflowId;
  /** Null when the workflow is gone for good. */
  readonly workflowTitle: string | null;
};

const parents = alias(runs, "parents");

/** The run of which a step started this one; null for every other run, and when the parent is kept no longer. */
export async function findRunParent(
  tx: AppTransaction,
  { workspaceId, runId }: { readonly workspaceId: WorkspaceId; readonly runId: RunId },
): Promise<RunParent | null> {
  const [row] = await tx
    .select({ runId: parents.id, workflowId: parents.workflowId, workflowTitle: workflows.title })
    .from(runs)
    .innerJoin(parents, and(eq(parents.workspaceId, runs.workspaceId), eq(parents.id, runs.parentRunId)))
    .leftJoin(workflows, and(eq(workflows.workspaceId, parents.workspaceId), eq(workflows.id, parents.workflowId)))
    .where(and(eq(runs.workspaceId, workspaceId), eq(runs.id, runId)));
  return row ?? null;
}
