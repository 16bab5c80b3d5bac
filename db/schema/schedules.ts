import { sql } from "drizzle-orm";
import { boolean, foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { NodeId, WorkflowId } from "../../core/id.ts";
import { moment, workspaceId } from "./columns.ts";
import { workflows } from "./workflows.ts";

/** The schedule triggers of live versions; publishing writes them, the scheduler moves `nextAt` on. */
export const schedules = pgTable(
  "schedules",
  {
    workspaceId: workspaceId(),
    workflowId: text("workflow_id").$type<WorkflowId>().notNull(),
    nodeId: text("node_id").$type<NodeId>().notNull(),
    /** Five or six fields. */
    cron: text("cron").notNull(),
    /** IANA name. */
    zone: text("zone").notNull(),
    /** What becomes of times at which no process ran: none, one run for all of them, or one for each. */
    missed: text("missed").$type<"skip" | "once" | "all">().notNull(),
    /** By the clock of the database; null when there is no next time. */
    nextAt: moment("next_at"),
    lastAt: moment("last_at"),
    live: boolean("live").notNull().default(true),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.workflowId, table.nodeId] }),
    foreignKey({
      columns: [table.workspaceId, table.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }).onDelete("cascade"),
    index("schedules_due").on(table.nextAt).where(sql`live`),
  ],
);
