import { checkForm, completeForm } from "#core/forms/form-field.ts";
import type { TaskId } from "#core/id.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { withWorkspace } from "#db/client.ts";
import { sendToRun } from "#db/queries/inbox.ts";
import { findTask, markTaskDone, type Task } from "#db/queries/tasks.ts";
import { AppError } from "../errors.ts";
import { mayDoTask } from "../policies/may-do-task.ts";
import { encodeValue } from "../run/journal/stored-values.ts";
import type { CommandContext } from "./command-context.ts";

export type CompleteTaskInput = {
  readonly taskId: TaskId;
  /** One of the task's buttons. */
  readonly choice: string;
  readonly values: JsonObject;
};

/**
 * Does a task: its run goes on with the choice and the values. Resolves when that is durable. Throws `not_found`,
 * `forbidden`, `invalid` with the issues of fields in its data, and `conflict` when it is not open any more.
 */
export async function completeTask(
  { db, actor, engine, engineSql }: CommandContext,
  { taskId, choice, values }: CompleteTaskInput,
): Promise<{ readonly taskId: TaskId }> {
  const { workspaceId, userId, name } = actor;
  const task = await withWorkspace(db, workspaceId, (tx) => findTask(tx, { workspaceId, taskId }));
  if (!task) throw new AppError("not_found", "There is no such task. It may have been deleted; go back to the list.");
  if (!mayDoTask(actor, task.assignees)) {
    throw new AppError("forbidden", `This task is for ${task.assignees.join(", ")}. Ask one of them to do it.`);
  }
  if (task.status !== "open") throw notOpen(task.status);
  const given = answersTo(task, choice, values);
  const encoding = encodeValue({ choice, values: given });
  if (!encoding.ok) throw new AppError("too_large", encoding.failure.message);
  const { stored: value, blob } = encoding.encoded;
  const { runId, activation } = task;
  await engineSql.begin(async (tx) => {
    const message = { workspaceId, runId, activation, name: `task/${taskId}`, value, blob, sentBy: name };
    const sent = await sendToRun(tx, message);
    if (sent === "again") throw notOpen("done");
    if (sent !== "sent") throw notOpen("cancelled");
    // Throwing takes the message back.
    if (!(await markTaskDone(tx, { workspaceId, taskId, choice, values: given, by: userId }))) throw notOpen("expired");
  });
  engine.poke(workspaceId, runId);
  return { taskId };
}

function answersTo({ fields, choices }: Task, choice: string, values: JsonObject): JsonObject {
  if (!choices.includes(choice)) {
    throw new AppError("invalid", `There is no button “${choice.slice(0, 80)}”. Use one of ${choices.join(", ")}.`);
  }
  const issues = checkForm(fields, values);
  if (issues.length === 0) return completeForm(fields, values);
  const message = issues.map((issue) => issue.message).join(" ");
  throw new AppError("invalid", message, { data: { issues } as unknown as Json });
}

function notOpen(status: Exclude<Task["status"], "open">): AppError {
  switch (status) {
    case "done":
      return new AppError("conflict", "This task has been done already. Reload the list to see by whom.");
    case "expired":
      return new AppError("conflict", "The time for this task is over; its run has gone on without it.");
    case "cancelled":
      return new AppError("conflict", "Nobody waits for this task any more: its run has ended.");
  }
}
