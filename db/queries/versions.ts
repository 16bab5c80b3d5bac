import { and, desc, eq, isNull, max } from "drizzle-orm";
import type { UserId, VersionId, WorkflowId, WorkspaceId } from "../../core/id.ts";
import type { AppTransaction } from "../client.ts";
import { plans, users, versions, workflows } from "../schema/index.ts";

type NewVersion = {
  readonly workspaceId: WorkspaceId;
  readonly id: VersionId;
  readonly workflowId: WorkflowId;
  readonly number: number;
  readonly planHash: string;
  readonly notes: string;
  /** V2 encoding. */
  readonly document: Uint8Array;
  readonly createdBy: UserId;
};

export async function insertVersion(tx: AppTransaction, row: NewVersion): Promise<void> {
  await tx.insert(versions).values(row);
}

/** 1 for the first; ask while the row of the workflow is locked. */
export async function nextVersionNumber(
  tx: AppTransaction,
  { workspaceId, workflowId }: { readonly workspaceId: WorkspaceId; readonly workflowId: WorkflowId },
): Promise<number> {
  const [row] = await tx
    .select({ last: max(versions.number) })
    .from(versions)
    .where(and(eq(versions.workspaceId, workspaceId), eq(versions.workflowId, workflowId)));
  return (row?.last ?? 0) + 1;
}

/** Newest first. */
export async function listVersions(
  tx: AppTransaction,
  { workspaceId, workflowId }: { readonly workspaceId: WorkspaceId; readonly workflowId: WorkflowId },
) {
  return tx
    .select({
      versionId: versions.id,
      number: versions.number,
      notes: versions.notes,
      publishedAt: versions.createdAt,
      publishedBy: users.name,
    })
    .from(versions)
    .leftJoin(users, eq(users.id, versions.createdBy))
    .where(and(eq(versions.workspaceId, workspaceId), eq(versions.workflowId, workflowId)))
    .orderBy(desc(versions.number))
    .limit(500);
}

/** The version with its plan and graph, unless its workflow is in the bin. */
export async function findVersion(
  tx: AppTransaction,
  { workspaceId, versionId }: { readonly workspaceId: WorkspaceId; readonly versionId: VersionId },
) {
  const [row] = await tx
    .select({
      workflowId: versions.workflowId,
      number: versions.number,
      planHash: versions.planHash,
      plan: plans.plan,
      graph: plans.graph,
    })
    .from(versions)
    .innerJoin(plans, and(eq(plans.workspaceId, versions.workspaceId), eq(plans.hash, versions.planHash)))
    .innerJoin(workflows, and(eq(workflows.workspaceId, versions.workspaceId), eq(workflows.id, versions.workflowId)))
    .where(and(eq(versions.workspaceId, workspaceId), eq(versions.id, versionId), isNull(workflows.deletedAt)));
  return row ?? null;
}
