import type { Sql } from "postgres";
import type { RunId, WorkspaceId } from "#core/id.ts";
import { readRunStatus } from "#db/queries/runs.ts";
import { AppError } from "../errors.ts";

/** Says why a run could not be claimed in order to cancel it. Returns quietly when it has ended already. */
export async function refuseCancel(sql: Sql, at: { workspaceId: WorkspaceId; runId: RunId }): Promise<void> {
  const status = await readRunStatus(sql, at);
  if (status === null) throw new AppError("not_found", "There is no such run. It may have been removed.");
  if (status !== "queued" && status !== "running" && status !== "waiting") return;
  throw new AppError("conflict", "Another server works on this run. Try again in a moment.");
}
