import { boolean, foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { NodeId, WorkflowId } from "../../core/id.ts";
import { workspaceId } from "./columns.ts";
import { workflows } from "./workflows.ts";

/** The event and error triggers of live versions; publishing writes them. */
export const subscriptions = pgTable(
  "subscriptions",
  {
    workspaceId: workspaceId(),
    workflowId: text("workflow_id").$type<WorkflowId>().notNull(),
    nodeId: text("node_id").$type<NodeId>().notNull(),
    kind: text("kind").$type<"event" | "error">().notNull(),
    /** Name of the event, or id of the workflow whose failures it takes; `*` for all. */
    name: text("name").notNull(),
    /** A formula over `event` that must be true; null for every one. */
    filter: text("filter"),
    live: boolean("live").notNull().default(true),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.workflowId, table.nodeId] }),
    foreignKey({
      columns: [table.workspaceId, table.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }).onDelete("cascade"),
    index("subscriptions_by_name").on(table.workspaceId, table.kind, table.name),
  ],
);
