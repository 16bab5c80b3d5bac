import { type Failure, failure } from "#core/failure.ts";
import { attemptsMax } from "#db/queries/runs.ts";
import { quarantineRuns } from "#db/queries/undriven-runs.ts";
import type { Driving } from "../driving.ts";
import { publishChange } from "./publish-change.ts";

const quarantineMax = 100;

/** Puts runs away that ended three processes without progress, unread: it may be their journal that does it. */
export async function quarantine(driving: Driving, installation: string | null): Promise<void> {
  const { sql, owner, drives, deps } = driving;
  const which = { owner, installation, held: [...drives.keys()], limit: quarantineMax };
  const why = crashLoop();
  const runs = await quarantineRuns(sql, { ...which, failure: JSON.stringify(why) });
  for (const run of runs) {
    deps.log.warn({ runId: run.id }, "A run that ended three processes is in quarantine.");
    const fact = { type: "run.quarantined", attempts: attemptsMax } as const;
    publishChange(driving, run, { facts: [fact], status: "quarantined", failure: why });
  }
}

/** Why nobody drives a run any more. */
function crashLoop(): Failure {
  const message = `The server stopped ${attemptsMax} times while it worked on this run, so nobody works on it any more. Look at its last steps, then resume or cancel it.`;
  return failure("internal", message);
}
