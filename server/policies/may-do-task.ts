import type { Actor } from "./actor.ts";
import { may } from "./rights.ts";

/** Whether somebody may do a task: anybody with the right when it names nobody, else whom it names, and who rules here. */
export function mayDoTask({ role, name }: Pick<Actor, "role" | "name">, assignees: readonly string[]): boolean {
  if (!may(role, "task.complete")) return false;
  if (assignees.length === 0 || role === "owner" || role === "admin") return true;
  const own = name.trim().toLowerCase();
  return assignees.some((assignee) => assignee.trim().toLowerCase() === own);
}
