import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import { type ClaimedRun, claimAbandonedRuns, claimDueRuns, renewLeases } from "#db/queries/runs.ts";
import { detached } from "./drive.ts";
import type { Driving } from "./driving.ts";
import { leaveMemory } from "./leave-memory.ts";
import { takeOver } from "./take-over.ts";

/** So many runs are claimed at a time, and no more are in memory because of a claim. */
const claimMax = 100;

type Watch = { readonly pollMs: number; readonly installation: string };

/**
 * The rounds of a process: at first it takes over what earlier processes of its installation left; then, again and
 * again, it wakes runs whose time has come, renews the leases of its own, and takes over runs whose lease has run out.
 * A round that meets no database is tried again in the next.
 */
export function watchOver(driving: Driving, { pollMs, installation }: Watch): { readonly stop: () => Promise<void> } {
  const { sql, owner, leaseSeconds, drives, deps } = driving;
  const { log } = deps;
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  let isFirst = true;
  let renewAt = 0;
  let underWay: Promise<void> = Promise.resolve();

  async function round(): Promise<void> {
    await claimAll(() => claimDueRuns(sql, { owner, leaseSeconds, limit: claimMax }));
    if (performance.now() < renewAt) return;
    await renew();
    const earlier = isFirst ? installation : null;
    await claimAll(() =>
      claimAbandonedRuns(sql, {
        owner,
        leaseSeconds,
        limit: claimMax,
        installation: earlier,
        held: [...drives.keys()],
      }),
    );
    isFirst = false;
    renewAt = performance.now() + (leaseSeconds * 1_000) / 3;
  }

  async function claimAll(claim: () => Promise<readonly ClaimedRun[]>): Promise<void> {
    while (!isStopped) {
      const claimed = await claim();
      await Promise.all(claimed.map((run) => takeOver(driving, run)));
      if (claimed.length < claimMax) return;
    }
  }

  /** A run whose lease is no longer ours is dropped at once: somebody else drives it. */
  async function renew(): Promise<void> {
    const held = [...drives.values()].filter((drive) => drive.phase === "running" && drive.state.status === "running");
    if (held.length === 0) return;
    const runs = held.map(({ identity, epoch }) => ({ workspaceId: identity.workspaceId, runId: identity.id, epoch }));
    const lost = new Set(await renewLeases(sql, { owner, leaseSeconds, runs }));
    for (const drive of held) {
      // One that is not in the database yet, or has just ended, is not lost.
      if (!lost.has(drive.identity.id) || drive.underWay > 0 || drive.phase !== "running") continue;
      log.warn({ runId: drive.identity.id }, "Another process has taken over a run.");
      leaveMemory(drive, detached);
    }
  }

  function next(): void {
    timer = setTimeout(
      () => {
        underWay = round()
          .catch((error: unknown) => {
            if (!isDatabaseUnavailable(error)) log.error({ error }, "Waiting runs could not be looked after.");
          })
          .finally(() => {
            if (!isStopped) next();
          });
      },
      isFirst ? 0 : pollMs,
    );
  }

  next();
  return {
    // What a round under way claims is in memory when this resolves, to be handed back with the rest.
    stop: () => {
      isStopped = true;
      if (timer) clearTimeout(timer);
      return underWay;
    },
  };
}
