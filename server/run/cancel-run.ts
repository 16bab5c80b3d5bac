import type { RunId, WorkspaceId } from "#core/id.ts";
import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import { claimOneRun } from "#db/queries/runs.ts";
import { type Drive, record } from "./drive.ts";
import { type Driving, unavailable } from "./driving.ts";
import { pump } from "./pump.ts";
import { refuseCancel } from "./refuse-cancel.ts";
import { loadRun } from "./take-over.ts";

type Cancel = { readonly workspaceId: WorkspaceId; readonly runId: RunId; readonly by: string };

/** Stops a run, claiming it first when it only waits; resolves when the request is durable. Throws AppError. */
export async function cancelRun(driving: Driving, { workspaceId, runId, by }: Cancel): Promise<void> {
  const here = driving.drives.get(runId);
  const isOurs = here?.identity.workspaceId === workspaceId && here.phase === "running";
  const drive = isOurs ? here : await claimed(driving, { workspaceId, runId });
  // It is ending already: what it has decided stands.
  if (drive?.phase !== "running" || drive.state.status !== "running" || drive.state.ending) return;
  await new Promise<void>((resolve) => {
    drive.afterwards.push(resolve);
    drive.onGivenUp.push(resolve);
    record(drive, { type: "run.cancel-requested", by });
    pump(drive);
  });
}

/** The run from the database; null when it has ended. */
async function claimed(driving: Driving, at: Omit<Cancel, "by">): Promise<Drive | null> {
  const { sql, owner, leaseSeconds, deps } = driving;
  // It may be about to be put away.
  await deps.journal.drained();
  try {
    const [run] = await claimOneRun(sql, { owner, leaseSeconds, ...at });
    if (run) return await loadRun(driving, run);
    await refuseCancel(sql, at);
    return null;
  } catch (error) {
    throw isDatabaseUnavailable(error) ? unavailable(error) : error;
  }
}
