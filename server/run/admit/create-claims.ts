import { setImmediate as turn } from "node:timers/promises";
import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import { claimGatedRuns, claimQueuedRuns, findGates, type Gate, type QueuedRunClaim } from "#db/queries/queued-runs.ts";
import { claimDueRuns } from "#db/queries/runs.ts";
import type { Driving } from "../driving.ts";
import { takeOver } from "../recover/take-over.ts";
import type { Claims } from "./claims.ts";
import { claimMax, roomIn } from "./room.ts";

type Deps = {
  /** Runs that were accepted a shorter time ago are left to who was told of them. */
  readonly olderThanMs: number;
};

export function createClaims(driving: Driving, { olderThanMs }: Deps): Claims {
  const { sql, owner, leaseSeconds, deps } = driving;
  const gatesToOpen = new Map<string, Gate>();
  let isStopped = false;
  let underWay: Promise<void> | null = null;
  let isAsked = false;
  let wantsAll = false;

  async function claimAll(): Promise<void> {
    await claimWhileRoom((limit) => claimDueRuns(sql, { owner, leaseSeconds, limit }), takeMany);
    await openGates(await findGates(sql));
    const isEmpty = await claimWhileRoom(
      (limit) => claimQueuedRuns(sql, { owner, leaseSeconds, limit, olderThanMs }),
      takeMany,
    );
    // Also what an earlier process left: it goes on as room comes, and before those that come now.
    driving.hasBacklog = !isEmpty;
  }

  async function openGates(gates: readonly Gate[]): Promise<void> {
    for (const gate of gates) {
      await claimWhileRoom((limit) => claimGatedRuns(sql, { owner, leaseSeconds, limit, ...gate }), takeMany);
    }
  }

  /** True when nothing was left to claim, false when there was no more room. */
  async function claimWhileRoom<Run>(
    claim: (limit: number) => Promise<readonly Run[]>,
    take: (runs: readonly Run[]) => Promise<void>,
  ): Promise<boolean> {
    while (!isStopped) {
      const limit = Math.min(claimMax, roomIn(driving));
      if (limit === 0) return false;
      const claimed = await claim(limit);
      await take(claimed);
      if (claimed.length < limit) return true;
    }
    return false;
  }

  async function takeMany(runs: readonly (QueuedRunClaim | Omit<QueuedRunClaim, "started">)[]): Promise<void> {
    const taking: Promise<void>[] = [];
    for (const [at, run] of runs.entries()) {
      taking.push(takeOver(driving, run, "started" in run ? [run.started] : null));
      // Those that are in memory already get their turn in between.
      if (at % 32 === 31) await turn();
    }
    await Promise.all(taking);
  }

  /** Never two rounds at a time: one that is asked for meanwhile follows. */
  function run(round: () => Promise<void>): Promise<void> {
    const before = underWay ?? Promise.resolve();
    const next = before.catch(() => undefined).then(() => (isStopped ? undefined : round()));
    underWay = next;
    const over = () => {
      if (underWay === next) underWay = null;
    };
    next.then(over, over);
    return next;
  }

  function soon(): void {
    if (isStopped || isAsked) return;
    isAsked = true;
    run(() => {
      const gates = [...gatesToOpen.values()];
      gatesToOpen.clear();
      const wasAll = wantsAll;
      wantsAll = false;
      isAsked = false;
      return wasAll ? claimAll() : openGates(gates);
    }).catch((error: unknown) => {
      if (!isDatabaseUnavailable(error)) deps.log.error({ error }, "Queued runs could not be claimed.");
    });
  }

  return {
    round: () => run(claimAll),
    soon: () => {
      wantsAll = true;
      soon();
    },
    openGate: (gate) => {
      gatesToOpen.set(`${gate.workspaceId} ${gate.gate}`, gate);
      soon();
    },
    stop: async () => {
      isStopped = true;
      await underWay?.catch(() => undefined);
    },
  };
}
