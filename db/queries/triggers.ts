import { and, eq, notInArray, sql } from "drizzle-orm";
import type { NodeId, WorkflowId, WorkspaceId } from "../../core/id.ts";
import type { AppTransaction } from "../client.ts";
import { schedules, subscriptions } from "../schema/index.ts";

type Of = { readonly workspaceId: WorkspaceId; readonly workflowId: WorkflowId };

export type LiveSchedule = {
  readonly nodeId: NodeId;
  readonly cron: string;
  readonly zone: string;
  readonly missed: "skip" | "once" | "all";
  readonly nextAt: Date | null;
};

export type LiveSubscription = {
  readonly nodeId: NodeId;
  readonly kind: "event" | "error";
  readonly name: string;
  readonly filter: string | null;
};

/** What the database takes for now; schedules go by its clock, whatever the clock of this process says. */
export async function databaseNowMs(tx: AppTransaction): Promise<number> {
  const [row] = await tx.execute<{ ms: number }>(sql`select extract(epoch from now())::float8 * 1000 as ms`);
  return Math.floor(row?.ms ?? 0);
}

/**
 * Makes exactly these steps start runs at their times, once the transaction commits. One whose times stay the same keeps
 * its next time, so that publishing at the full hour loses no run.
 */
export async function syncSchedules(tx: AppTransaction, of: Of & { rows: readonly LiveSchedule[] }): Promise<void> {
  const { workspaceId, workflowId, rows } = of;
  if (rows.length > 0) {
    const isSame = sql`${schedules.live} and ${schedules.cron} = excluded.cron and ${schedules.zone} = excluded.zone`;
    await tx
      .insert(schedules)
      .values(rows.map((row) => ({ workspaceId, workflowId, ...row, live: true })))
      .onConflictDoUpdate({
        target: [schedules.workspaceId, schedules.workflowId, schedules.nodeId],
        set: {
          cron: sql`excluded.cron`,
          zone: sql`excluded.zone`,
          missed: sql`excluded.missed`,
          nextAt: sql`case when ${isSame} then ${schedules.nextAt} else excluded.next_at end`,
          live: true,
        },
      });
  }
  const ours = and(eq(schedules.workspaceId, workspaceId), eq(schedules.workflowId, workflowId));
  const nodes = rows.map((row) => row.nodeId);
  const others = nodes.length > 0 ? and(ours, notInArray(schedules.nodeId, nodes)) : ours;
  await tx.update(schedules).set({ live: false }).where(others);
}

/** Makes exactly these steps listen, once the transaction commits. */
export async function syncSubscriptions(
  tx: AppTransaction,
  { workspaceId, workflowId, rows }: Of & { rows: readonly LiveSubscription[] },
): Promise<void> {
  await tx
    .delete(subscriptions)
    .where(and(eq(subscriptions.workspaceId, workspaceId), eq(subscriptions.workflowId, workflowId)));
  if (rows.length === 0) return;
  await tx.insert(subscriptions).values(rows.map((row) => ({ workspaceId, workflowId, ...row })));
}
