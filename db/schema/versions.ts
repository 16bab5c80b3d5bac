import { foreignKey, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import type { UserId, VersionId, WorkflowId } from "../../core/id.ts";
import { bytea, createdAt, workspaceId } from "./columns.ts";
import { plans } from "./plans.ts";
import { workflows } from "./workflows.ts";

/** A published plan. Never changed. */
export const versions = pgTable(
  "versions",
  {
    workspaceId: workspaceId(),
    id: text("id").$type<VersionId>().notNull(),
    workflowId: text("workflow_id").$type<WorkflowId>().notNull(),
    /** 1, 2, 3 … within the workflow. */
    number: integer("number").notNull(),
    planHash: text("plan_hash").notNull(),
    notes: text("notes").notNull().default(""),
    /** The document as it was published, as a Yjs update in the V2 encoding. */
    document: bytea("document").notNull(),
    createdBy: text("created_by").$type<UserId>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique("versions_number").on(table.workspaceId, table.workflowId, table.number),
    foreignKey({
      columns: [table.workspaceId, table.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }).onDelete("cascade"),
    foreignKey({ columns: [table.workspaceId, table.planHash], foreignColumns: [plans.workspaceId, plans.hash] }),
  ],
);
