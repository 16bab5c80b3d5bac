import { bigint, foreignKey, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { WorkflowId } from "../../core/id.ts";
import { bytea, moment, workspaceId } from "./columns.ts";
import { workflows } from "./workflows.ts";

/** The fold of a document's log up to and including `throughSeq`. One row a document. */
export const documentSnapshots = pgTable(
  "document_snapshots",
  {
    workspaceId: workspaceId(),
    workflowId: text("workflow_id").$type<WorkflowId>().notNull(),
    throughSeq: bigint("through_seq", { mode: "number" }).notNull(),
    /** The whole state as a Yjs update in the V2 encoding. */
    state: bytea("state").notNull(),
    at: moment("at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.workflowId] }),
    foreignKey({
      columns: [table.workspaceId, table.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }).onDelete("cascade"),
  ],
);
