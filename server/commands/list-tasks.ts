import type { RunId, TaskId } from "#core/id.ts";
import { withWorkspace } from "#db/client.ts";
import { listTasks as listRows, type Task, type TaskStatus } from "#db/queries/tasks.ts";
import { mayDoTask } from "../policies/may-do-task.ts";
import type { CommandContext } from "./command-context.ts";

export type ListTasksInput = {
  readonly status?: TaskStatus | undefined;
  readonly runId?: RunId | undefined;
  /** The last task of the page before. */
  readonly cursor?: TaskId | null | undefined;
  /** 1 to 100; 50 when not given. */
  readonly limit?: number | undefined;
};

export type TaskItem = Task & {
  /** Whether it is open and whoever asks may do it. */
  readonly mayComplete: boolean;
};

/** A page of tasks, newest first. */
export async function listTasks(
  { db, actor }: CommandContext,
  { status, runId, cursor, limit = 50 }: ListTasksInput,
): Promise<{ readonly items: readonly TaskItem[]; readonly nextCursor: TaskId | null }> {
  const { workspaceId } = actor;
  const rows = await withWorkspace(db, workspaceId, (tx) =>
    listRows(tx, { workspaceId, status, runId, after: cursor, limit: limit + 1 }),
  );
  const items = rows
    .slice(0, limit)
    .map((task) => ({ ...task, mayComplete: task.status === "open" && mayDoTask(actor, task.assignees) }));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
