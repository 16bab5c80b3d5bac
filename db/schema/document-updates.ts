import { bigint, foreignKey, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { UserId, WorkflowId } from "../../core/id.ts";
import { bytea, moment, workspaceId } from "./columns.ts";
import { workflows } from "./workflows.ts";

/** The log of a shared document: every acknowledged edit, in order, until it is folded into the snapshot. */
export const documentUpdates = pgTable(
  "document_updates",
  {
    workspaceId: workspaceId(),
    workflowId: text("workflow_id").$type<WorkflowId>().notNull(),
    /** 1, 2, 3 … within the document. */
    seq: bigint("seq", { mode: "number" }).notNull(),
    /** A Yjs update in the V1 encoding. */
    update: bytea("update").notNull(),
    userId: text("user_id").$type<UserId>(),
    at: moment("at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.workflowId, table.seq] }),
    foreignKey({
      columns: [table.workspaceId, table.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }).onDelete("cascade"),
  ],
);
