import { foreignKey, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { UserId, VersionId, WorkflowId } from "../../core/id.ts";
import { createdAt, moment, workspaceId } from "./columns.ts";
import { workspaces } from "./workspaces.ts";

export const workflows = pgTable(
  "workflows",
  {
    workspaceId: workspaceId(),
    id: text("id").$type<WorkflowId>().notNull(),
    /** Title and description as the document has them, copied here for lists and search. */
    title: text("title").notNull(),
    description: text("description").notNull().default(""),
    /** The version that hooks run; null while nothing is published. No foreign key: it would make a circle. */
    liveVersionId: text("live_version_id").$type<VersionId>(),
    createdBy: text("created_by").$type<UserId>().notNull(),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
    /** In the bin since; such a workflow answers like one that does not exist, but it can be restored. */
    deletedAt: moment("deleted_at"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspaces.workspaceId] }).onDelete("cascade"),
  ],
);
