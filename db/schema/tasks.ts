import { foreignKey, index, json, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { FormField } from "../../core/forms/form-field.ts";
import type { RunId, TaskId, UserId, WorkflowId } from "../../core/id.ts";
import type { Json } from "../../core/json/json.ts";
import type { ActivationId } from "../../core/schedule/event.ts";
import { createdAt, moment, workspaceId } from "./columns.ts";
import { workspaces } from "./workspaces.ts";

/** Work for people that runs wait for. */
export const tasks = pgTable(
  "tasks",
  {
    workspaceId: workspaceId(),
    id: text("id").$type<TaskId>().notNull(),
    runId: text("run_id").$type<RunId>().notNull(),
    workflowId: text("workflow_id").$type<WorkflowId>().notNull(),
    activation: text("activation").$type<ActivationId>().notNull(),
    title: text("title").notNull(),
    description: text("description").notNull(),
    assignees: json("assignees").$type<readonly string[]>().notNull(),
    fields: json("fields").$type<readonly FormField[]>().notNull(),
    choices: json("choices").$type<readonly string[]>().notNull(),
    dueAt: moment("due_at"),
    status: text("status").$type<"open" | "done" | "expired" | "cancelled">().notNull().default("open"),
    choice: text("choice"),
    values: json("values").$type<Json>(),
    completedBy: text("completed_by").$type<UserId>(),
    completedAt: moment("completed_at"),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspaces.workspaceId] }).onDelete("cascade"),
    index("tasks_by_age").on(table.workspaceId, table.createdAt, table.id),
    index("tasks_by_status").on(table.workspaceId, table.status, table.createdAt, table.id),
    index("tasks_of_run").on(table.workspaceId, table.runId),
  ],
);
