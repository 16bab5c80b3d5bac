import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { ISql } from "postgres";
import type { FormField } from "../../core/forms/form-field.ts";
import type { RunId, TaskId, UserId, WorkflowId, WorkspaceId } from "../../core/id.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";
import type { ActivationId } from "../../core/schedule/event.ts";
import type { AppTransaction } from "../client.ts";
import { tasks, users, workflows } from "../schema/index.ts";

export const taskStatuses = ["open", "done", "expired", "cancelled"] as const;
export type TaskStatus = (typeof taskStatuses)[number];

export type Task = {
  readonly id: TaskId;
  readonly runId: RunId;
  readonly workflowId: WorkflowId;
  readonly workflowTitle: string | null;
  readonly activation: ActivationId;
  readonly title: string;
  /** Markdown without HTML. */
  readonly description: string;
  readonly assignees: readonly string[];
  readonly fields: readonly FormField[];
  readonly choices: readonly string[];
  readonly dueAt: Date | null;
  readonly status: TaskStatus;
  readonly choice: string | null;
  readonly values: Json | null;
  readonly completedBy: string | null;
  readonly completedAt: Date | null;
  readonly createdAt: Date;
};

/** A task whose time is over is expired from that moment on; its run says so in the table a little later. */
const status = sql<TaskStatus>`case when ${tasks.status} = 'open' and ${tasks.dueAt} <= now() then 'expired'
  else ${tasks.status} end`;

const columns = {
  id: tasks.id,
  runId: tasks.runId,
  workflowId: tasks.workflowId,
  workflowTitle: workflows.title,
  activation: tasks.activation,
  title: tasks.title,
  description: tasks.description,
  assignees: tasks.assignees,
  fields: tasks.fields,
  choices: tasks.choices,
  dueAt: tasks.dueAt,
  status,
  choice: tasks.choice,
  values: tasks.values,
  completedBy: users.name,
  completedAt: tasks.completedAt,
  createdAt: tasks.createdAt,
};

type ListTasks = {
  readonly workspaceId: WorkspaceId;
  readonly status?: TaskStatus | undefined;
  readonly runId?: RunId | undefined;
  /** The last task of the page before. */
  readonly after?: TaskId | null | undefined;
  readonly limit: number;
};

/** Newest first. */
export async function listTasks(
  tx: AppTransaction,
  { workspaceId, status: wanted, runId, after, limit }: ListTasks,
): Promise<readonly Task[]> {
  const stored = wanted === "expired" ? inArray(tasks.status, ["open", "expired"]) : undefined;
  const where = and(
    eq(tasks.workspaceId, workspaceId),
    runId ? eq(tasks.runId, runId) : undefined,
    wanted ? (stored ?? eq(tasks.status, wanted)) : undefined,
    wanted ? sql`${status} = ${wanted}` : undefined,
    after
      ? sql`(${tasks.createdAt}, ${tasks.id}) < (
          select last.created_at, last.id from tasks last where last.workspace_id = ${workspaceId} and last.id = ${after}
        )`
      : undefined,
  );
  return await selectTasks(tx, where).orderBy(desc(tasks.createdAt), desc(tasks.id)).limit(limit);
}

/** Null when the workspace has no such task. */
export async function findTask(
  tx: AppTransaction,
  { workspaceId, taskId }: { readonly workspaceId: WorkspaceId; readonly taskId: TaskId },
): Promise<Task | null> {
  const [row] = await selectTasks(tx, and(eq(tasks.workspaceId, workspaceId), eq(tasks.id, taskId)));
  return row ?? null;
}

function selectTasks(tx: AppTransaction, where: SQL | undefined) {
  return tx
    .select(columns)
    .from(tasks)
    .leftJoin(workflows, and(eq(workflows.workspaceId, tasks.workspaceId), eq(workflows.id, tasks.workflowId)))
    .leftJoin(users, eq(users.id, tasks.completedBy))
    .where(where)
    .$dynamic();
}

type Done = {
  readonly workspaceId: WorkspaceId;
  readonly taskId: TaskId;
  readonly choice: string;
  readonly values: JsonObject;
  readonly by: UserId;
};

/** Crosses off a task that is open and in time; false for every other. Lock its run before: journals do so too. */
export async function markTaskDone(engine: ISql, { workspaceId, taskId, choice, values, by }: Done): Promise<boolean> {
  const rows = await engine`
    update tasks set
      status = 'done', choice = ${choice}, values = ${JSON.stringify(values)}::text::json, completed_by = ${by},
      completed_at = now()
    where workspace_id = ${workspaceId} and id = ${taskId} and status = 'open' and (due_at is null or due_at > now())
    returning 1`;
  return rows.length > 0;
}
