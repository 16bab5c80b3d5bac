import type { RunId, WorkspaceId } from "#core/id.ts";
import type { RunFact } from "#core/schedule/event.ts";
import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import { sendToRun } from "#db/queries/inbox.ts";
import { cancelUndriven } from "#db/queries/undriven-runs.ts";
import { AppError } from "../../errors.ts";
import { type Drive, record } from "../drive/drive.ts";
import { pump } from "../drive/pump.ts";
import { type Driving, unavailable } from "../driving.ts";
import { endUndriven } from "./end-undriven.ts";

type Cancel = { readonly workspaceId: WorkspaceId; readonly runId: RunId; readonly by: string };

/**
 * Stops a run; resolves when the request is durable: in its journal when it is in this process or in nobody's, else in its
 * inbox, where whoever drives it finds it within a second. A run that has ended stays as it is. Throws AppError.
 */
export async function cancelRun(driving: Driving, at: Cancel): Promise<void> {
  const here = driving.drives.get(at.runId);
  if (here?.identity.workspaceId === at.workspaceId && here.phase === "running") {
    if (here.state.status === "running") await cancelHere(here, at.by);
    return;
  }
  try {
    // It may be about to be put away.
    await driving.deps.journal.drained();
    if (await cancelInPlace(driving, at)) return;
    const { workspaceId, runId, by } = at;
    const message = { activation: "run", name: "cancel", value: { value: null }, sentBy: by } as const;
    const sent = await sendToRun(driving.sql, { workspaceId, runId, ...message });
    if (sent === "unknown") throw new AppError("not_found", "There is no such run. It may have been removed.");
    if (sent === "sent") driving.deps.poke(workspaceId, runId);
  } catch (error) {
    throw isDatabaseUnavailable(error) ? unavailable(error) : error;
  }
}

async function cancelHere(drive: Drive, by: string): Promise<void> {
  // It is ending already: what it has decided stands.
  if (drive.state.ending) return;
  await new Promise<void>((resolve) => {
    drive.afterwards.push(resolve);
    drive.onGivenUp.push(resolve);
    record(drive, { type: "run.cancel-requested", by });
    pump(drive);
  });
}

/** True when the run was queued or in quarantine: then nothing has to be loaded to end it. */
async function cancelInPlace(driving: Driving, at: Cancel): Promise<boolean> {
  const facts: readonly RunFact[] = [{ type: "run.cancel-requested", by: at.by }, { type: "run.cancelled" }];
  return (await endUndriven(driving, { status: "cancelled", facts }, (sql) => cancelUndriven(sql, at))) > 0;
}
