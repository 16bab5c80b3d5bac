import { bigint, foreignKey, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { WorkflowId } from "../../core/id.ts";
import { workspaceId } from "./columns.ts";
import { workspaces } from "./workspaces.ts";

/** How much journals take, by workflow and week: what retention and the size budget go by. Added up now and then. */
export const workflowUsage = pgTable(
  "workflow_usage",
  {
    workspaceId: workspaceId(),
    workflowId: text("workflow_id").$type<WorkflowId>().notNull(),
    /** The partition: `2026w47`. */
    week: text("week").notNull(),
    runs: integer("runs").notNull().default(0),
    /** Of events and of blobs when they were written. */
    bytes: bigint("bytes", { mode: "number" }).notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.workflowId, table.week] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspaces.workspaceId] }).onDelete("cascade"),
  ],
);
