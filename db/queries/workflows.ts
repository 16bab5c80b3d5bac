import { and, desc, eq, ilike, isNotNull, isNull, ne, or, sql } from "drizzle-orm";
import type { UserId, VersionId, WorkflowId, WorkspaceId } from "../../core/id.ts";
import type { AppTransaction } from "../client.ts";
import { versions, workflows } from "../schema/index.ts";

type One = { readonly workspaceId: WorkspaceId; readonly workflowId: WorkflowId };

export type WorkflowRow = {
  readonly id: WorkflowId;
  readonly title: string;
  readonly description: string;
  readonly updatedAt: Date;
  readonly liveVersionId: VersionId | null;
  readonly liveNumber: number | null;
  readonly livePublishedAt: Date | null;
};

const columns = {
  id: workflows.id,
  title: workflows.title,
  description: workflows.description,
  updatedAt: workflows.updatedAt,
  liveVersionId: workflows.liveVersionId,
  liveNumber: versions.number,
  livePublishedAt: versions.createdAt,
};

const withLiveVersion = and(eq(versions.workspaceId, workflows.workspaceId), eq(versions.id, workflows.liveVersionId));

/** The workflow, unless it does not exist, is in the bin, or is of another workspace. */
export async function findWorkflow(tx: AppTransaction, { workspaceId, workflowId }: One): Promise<WorkflowRow | null> {
  const [row] = await tx
    .select(columns)
    .from(workflows)
    .leftJoin(versions, withLiveVersion)
    .where(and(eq(workflows.workspaceId, workspaceId), eq(workflows.id, workflowId), isNull(workflows.deletedAt)));
  return row ?? null;
}

/** Changed last comes first. `search` looks in titles and descriptions, whatever the case. */
export async function listWorkflows(
  tx: AppTransaction,
  {
    workspaceId,
    search,
    removed = false,
  }: { workspaceId: WorkspaceId; search?: string | undefined; removed?: boolean | undefined },
): Promise<readonly WorkflowRow[]> {
  const pattern = search ? `%${search.replace(/[\\%_]/g, "\\$&")}%` : null;
  return tx
    .select(columns)
    .from(workflows)
    .leftJoin(versions, withLiveVersion)
    .where(
      and(
        eq(workflows.workspaceId, workspaceId),
        removed ? isNotNull(workflows.deletedAt) : isNull(workflows.deletedAt),
        pattern ? or(ilike(workflows.title, pattern), ilike(workflows.description, pattern)) : undefined,
      ),
    )
    .orderBy(desc(workflows.updatedAt), workflows.id)
    .limit(1_000);
}

/** Every workflow of the workspace, those in the bin too. */
export async function allWorkflows(tx: AppTransaction, { workspaceId }: { readonly workspaceId: WorkspaceId }) {
  return tx
    .select({ id: workflows.id, liveVersionId: workflows.liveVersionId, deletedAt: workflows.deletedAt })
    .from(workflows)
    .where(eq(workflows.workspaceId, workspaceId));
}

type NewWorkflow = One & { readonly title: string; readonly description: string; readonly createdBy: UserId };

export async function insertWorkflow(tx: AppTransaction, { workflowId, ...row }: NewWorkflow): Promise<void> {
  await tx.insert(workflows).values({ id: workflowId, ...row });
}

type NewMeta = One & { readonly title: string; readonly description: string; readonly changed: boolean };

/** Copies title and description from the document; `changed` also says that it changed just now. */
export async function projectMeta(
  tx: AppTransaction,
  { workspaceId, workflowId, title, description, changed }: NewMeta,
): Promise<void> {
  const differs = or(ne(workflows.title, title), ne(workflows.description, description));
  await tx
    .update(workflows)
    .set({ title, description, ...(changed ? { updatedAt: sql`now()` } : {}) })
    .where(and(eq(workflows.workspaceId, workspaceId), eq(workflows.id, workflowId), changed ? undefined : differs));
}

/** Puts it into the bin or takes it out; answers whether there was anything to do. */
export async function setRemoved(
  tx: AppTransaction,
  { workspaceId, workflowId, removed }: One & { readonly removed: boolean },
): Promise<boolean> {
  const rows = await tx
    .update(workflows)
    .set({ deletedAt: removed ? sql`now()` : null })
    .where(
      and(
        eq(workflows.workspaceId, workspaceId),
        eq(workflows.id, workflowId),
        removed ? isNull(workflows.deletedAt) : isNotNull(workflows.deletedAt),
      ),
    )
    .returning({ id: workflows.id });
  return rows.length > 0;
}

/** Makes a version the one that hooks run. */
export async function setLiveVersion(
  tx: AppTransaction,
  { workspaceId, workflowId, versionId }: One & { readonly versionId: VersionId },
): Promise<void> {
  await tx
    .update(workflows)
    .set({ liveVersionId: versionId, updatedAt: sql`now()` })
    .where(and(eq(workflows.workspaceId, workspaceId), eq(workflows.id, workflowId)));
}

/** Holds the row until the transaction ends, so that two people who publish at once get two numbers. */
export async function lockWorkflow(tx: AppTransaction, { workspaceId, workflowId }: One): Promise<boolean> {
  const rows = await tx
    .select({ id: workflows.id })
    .from(workflows)
    .where(and(eq(workflows.workspaceId, workspaceId), eq(workflows.id, workflowId), isNull(workflows.deletedAt)))
    .for("update");
  return rows.length > 0;
}
