import { index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { NodeId, RunId, WorkflowId } from "../../core/id.ts";
import { moment, workspaceId } from "./columns.ts";

/** Deliveries that started a run, by the sender's own id; written in the transaction that starts the run (R12). */
export const hookDeliveries = pgTable(
  "hook_deliveries",
  {
    workspaceId: workspaceId(),
    workflowId: text("workflow_id").$type<WorkflowId>().notNull(),
    nodeId: text("node_id").$type<NodeId>().notNull(),
    deliveryKey: text("delivery_key").notNull(),
    runId: text("run_id").$type<RunId>().notNull(),
    at: moment("at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.workflowId, table.nodeId, table.deliveryKey] }),
    index("hook_deliveries_by_age").on(table.at),
  ],
);
