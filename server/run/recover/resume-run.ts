import type { RunId, WorkspaceId } from "#core/id.ts";
import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import { readRunStatus } from "#db/queries/runs.ts";
import { resumeRun as writeResumed } from "#db/queries/undriven-runs.ts";
import { AppError } from "../../errors.ts";
import { takeHandedRun } from "../dispatch/take-handed-run.ts";
import { type Driving, unavailable } from "../driving.ts";
import { publishChange } from "./publish-change.ts";

type Resume = { readonly workspaceId: WorkspaceId; readonly runId: RunId; readonly by: string };

/**
 * Lets a run in quarantine go on, with its crashes forgiven; resolves when that is durable. Throws AppError: `conflict`
 * when it is not in quarantine.
 */
export async function resumeRun(driving: Driving, { workspaceId, runId, by }: Resume): Promise<void> {
  try {
    const [run] = await writeResumed(driving.sql, { workspaceId, runId, by });
    if (!run) return await refuse(driving, { workspaceId, runId });
    publishChange(driving, run, { facts: [{ type: "run.resumed", by }], status: "running" });
  } catch (error) {
    throw isDatabaseUnavailable(error) ? unavailable(error) : error;
  }
  // Whoever looks for abandoned runs would find it, but only after a third of a lease.
  if (driving.dispatcher.drivesRuns) void takeHandedRun(driving, { workspaceId, runId, from: "" }, null);
  else driving.deps.poke(workspaceId, runId);
}

async function refuse(driving: Driving, at: Omit<Resume, "by">): Promise<never> {
  const status = await readRunStatus(driving.sql, at);
  if (status === null) throw new AppError("not_found", "There is no such run. It may have been removed.");
  throw new AppError("conflict", "This run is not in quarantine, so there is nothing to resume. Reload the page.");
}
