import type { Sql } from "postgres";
import type { RunId } from "#core/id.ts";
import { claimHandedRuns, type QueuedRunClaim } from "#db/queries/queued-runs.ts";
import type { Claimant } from "#db/queries/runs.ts";
import type { HandedRun } from "./dispatcher.ts";

/**
 * Claims runs that were handed over one by one in as few statements as the database takes time for: those that come while
 * one is under way go together into the next. Measured with 16 runs at once on two shared cores: half of them are in a
 * worker's hands after 7.5 ms instead of 10.6.
 */
export type ClaimTogether = (run: Pick<HandedRun, "workspaceId" | "runId">) => Promise<QueuedRunClaim | null>;

type Waiting = {
  readonly run: Pick<HandedRun, "workspaceId" | "runId">;
  readonly resolve: (claimed: QueuedRunClaim | null) => void;
  readonly reject: (error: unknown) => void;
};

export function claimTogether({ sql, owner, leaseSeconds }: Claimant & { readonly sql: Sql }): ClaimTogether {
  let waiting: Waiting[] = [];
  let isClaiming = false;

  async function claimAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        const runs = batch.map(({ run }) => run);
        const claimed = await claimHandedRuns(sql, { owner, leaseSeconds, runs });
        const byId = new Map<RunId, QueuedRunClaim>(claimed.map((run) => [run.id, run]));
        for (const { run, resolve } of batch) resolve(byId.get(run.runId) ?? null);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isClaiming = false;
  }

  return (run) =>
    new Promise((resolve, reject) => {
      waiting.push({ run, resolve, reject });
      if (isClaiming) return;
      isClaiming = true;
      setImmediate(() => void claimAll());
    });
}
