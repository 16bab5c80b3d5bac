import { foreignKey, index, json, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { RunId, WorkflowId } from "../../core/id.ts";
import type { StoredValue } from "../../core/schedule/event.ts";
import { createdAt, sortableText, workspaceId } from "./columns.ts";
import { workspaces } from "./workspaces.ts";

/**
 * What runs told others: events that a step emitted, and failures of live runs. Written in the statement that makes it a
 * fact of the run; gone when every workflow that listens has its run (whose key makes a second start impossible).
 */
export const emissions = pgTable(
  "emissions",
  {
    workspaceId: workspaceId(),
    /** The idempotency key of the effect, or `run_…/error`. */
    id: sortableText("id").notNull(),
    kind: text("kind").$type<"event" | "error">().notNull(),
    /** Name of the event; the id of the workflow that failed. */
    name: text("name").notNull(),
    value: json("value").$type<StoredValue>().notNull(),
    sourceRunId: text("source_run_id").$type<RunId>().notNull(),
    sourceWorkflowId: text("source_workflow_id").$type<WorkflowId>().notNull(),
    /** The workflow that the settings of the failed one name as its error handler. */
    handlerWorkflowId: text("handler_workflow_id").$type<WorkflowId>(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspaces.workspaceId] }).onDelete("cascade"),
    index("emissions_by_age").on(table.createdAt),
  ],
);
