import { and, asc, eq, gt, lte, sql } from "drizzle-orm";
import type { UserId, WorkflowId, WorkspaceId } from "../../core/id.ts";
import type { AppTransaction } from "../client.ts";
import { documentSnapshots, documentUpdates } from "../schema/index.ts";

type Document = { readonly workspaceId: WorkspaceId; readonly workflowId: WorkflowId };

export type NewUpdate = {
  readonly workflowId: WorkflowId;
  /** V1 encoding. */
  readonly update: Uint8Array;
  readonly userId: UserId;
};

/**
 * Appends updates of any number of documents of one workspace in one statement, in the order given. Numbers go on
 * from the log, or from the snapshot when the log was folded; two writers at once make one of them fail.
 */
export async function appendUpdates(
  tx: AppTransaction,
  { workspaceId, updates }: { readonly workspaceId: WorkspaceId; readonly updates: readonly NewUpdate[] },
): Promise<void> {
  const rows = updates.map(({ workflowId, update, userId }, order) => ({
    order,
    workflow_id: workflowId,
    hex: Buffer.from(update).toString("hex"),
    user_id: userId,
  }));
  await tx.execute(sql`
    insert into document_updates (workspace_id, workflow_id, seq, update, user_id)
    select ${workspaceId}, new.workflow_id,
      last.seq + row_number() over (partition by new.workflow_id order by new."order"),
      decode(new.hex, 'hex'), new.user_id
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as new ("order" int, workflow_id text, hex text, user_id text)
    cross join lateral (
      select greatest(
        (select max(seq) from document_updates
          where workspace_id = ${workspaceId} and workflow_id = new.workflow_id),
        (select through_seq from document_snapshots
          where workspace_id = ${workspaceId} and workflow_id = new.workflow_id),
        0
      ) as seq
    ) as last`);
}

/** The snapshot, if there is one, and every update after it in order. */
export async function readDocument(tx: AppTransaction, { workspaceId, workflowId }: Document) {
  const [snapshot] = await tx
    .select({ state: documentSnapshots.state, throughSeq: documentSnapshots.throughSeq })
    .from(documentSnapshots)
    .where(and(eq(documentSnapshots.workspaceId, workspaceId), eq(documentSnapshots.workflowId, workflowId)));
  const updates = await tx
    .select({ seq: documentUpdates.seq, update: documentUpdates.update })
    .from(documentUpdates)
    .where(
      and(
        eq(documentUpdates.workspaceId, workspaceId),
        eq(documentUpdates.workflowId, workflowId),
        gt(documentUpdates.seq, snapshot?.throughSeq ?? 0),
      ),
    )
    .orderBy(asc(documentUpdates.seq));
  return {
    snapshot: snapshot?.state ?? null,
    updates: updates.map(({ update }) => update),
    throughSeq: updates.at(-1)?.seq ?? snapshot?.throughSeq ?? 0,
  };
}

/** Replaces the log up to `throughSeq` by its fold. */
export async function foldDocument(
  tx: AppTransaction,
  {
    workspaceId,
    workflowId,
    throughSeq,
    state,
  }: Document & { readonly throughSeq: number; readonly state: Uint8Array },
): Promise<void> {
  await tx
    .insert(documentSnapshots)
    .values({ workspaceId, workflowId, throughSeq, state })
    .onConflictDoUpdate({
      target: [documentSnapshots.workspaceId, documentSnapshots.workflowId],
      set: { throughSeq, state, at: sql`now()` },
      setWhere: lte(documentSnapshots.throughSeq, throughSeq),
    });
  await tx
    .delete(documentUpdates)
    .where(
      and(
        eq(documentUpdates.workspaceId, workspaceId),
        eq(documentUpdates.workflowId, workflowId),
        lte(documentUpdates.seq, throughSeq),
      ),
    );
}
