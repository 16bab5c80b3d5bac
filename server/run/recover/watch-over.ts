import type { RunId } from "#core/id.ts";
import { claimAbandonedRuns, claimSuspect, renewLeases } from "#db/queries/runs.ts";
import { claimMax, roomIn } from "../admit/room.ts";
import { detached } from "../drive/drive.ts";
import { leaveMemory } from "../drive/leave-memory.ts";
import type { Driving } from "../driving.ts";
import { databaseFault } from "../journal/database-fault.ts";
import { endLateRuns } from "./end-undriven.ts";
import { quarantine } from "./quarantine.ts";
import { takeOver } from "./take-over.ts";

type Watch = { readonly pollMs: number; readonly installation: string };

/**
 * The rounds of a process: at first it takes over what earlier processes of its installation left; then, again and
 * again, it claims what waits to be driven, renews the leases of its own runs, and takes over runs whose lease has run
 * out: innocent ones as many as there is room for, suspects one at a time, and those that ended three processes not at
 * all. A round that meets no database is tried again in the next.
 */
export function watchOver(driving: Driving, { pollMs, installation }: Watch): { readonly stop: () => Promise<void> } {
  const { sql, owner, leaseSeconds, drives, deps, claims, clock } = driving;
  const { log } = deps;
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  let isFirst = true;
  /** Whose runs are ours whatever their lease; null once all of them have been taken over. */
  let earlier: string | null = installation;
  let renewAt = 0;
  /** The suspect that was claimed last, and whether there may be more. */
  let suspect: RunId | null = null;
  let mayHaveSuspects = false;
  let underWay: Promise<void> = Promise.resolve();

  async function round(): Promise<void> {
    const isTimeToRenew = performance.now() >= renewAt;
    if (isTimeToRenew) {
      await clock.measure();
      await renew();
      await quarantine(driving, earlier);
    }
    const isAllIn = isTimeToRenew || earlier !== null ? await takeOverInnocent() : true;
    if (isTimeToRenew || mayHaveSuspects) await takeOverSuspects();
    if (isTimeToRenew) await endLateRuns(driving);
    if (isAllIn && !mayHaveSuspects) earlier = null;
    if (isTimeToRenew) renewAt = performance.now() + (leaseSeconds * 1_000) / 3;
    isFirst = false;
    await claims.round();
  }

  /** True when nothing was left, false when there was no more room. */
  async function takeOverInnocent(): Promise<boolean> {
    while (!isStopped) {
      const limit = Math.min(claimMax, roomIn(driving));
      if (limit === 0) return false;
      const which = { installation: earlier, held: [...drives.keys()] };
      const claimed = await claimAbandonedRuns(sql, { owner, leaseSeconds, limit, ...which });
      await Promise.all(claimed.map((run) => takeOver(driving, run)));
      if (claimed.length < limit) return true;
    }
    return false;
  }

  /** The next suspect comes when this one has made progress or has left memory. */
  async function takeOverSuspects(): Promise<void> {
    while (!isStopped && !isSuspectAtWork()) {
      const which = { installation: earlier, held: [...drives.keys()] };
      const [claimed] = await claimSuspect(sql, { owner, leaseSeconds, ...which });
      mayHaveSuspects = claimed !== undefined;
      if (!claimed) return;
      suspect = claimed.id;
      await takeOver(driving, claimed);
    }
  }

  function isSuspectAtWork(): boolean {
    const drive = suspect && drives.get(suspect);
    return drive?.isTakenOver === true;
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
            // Gone, or a lost race for rows with a run that is being written: the next round tries again.
            if (databaseFault(error) === "refused") log.error({ error }, "Waiting runs could not be looked after.");
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
    stop: async () => {
      isStopped = true;
      if (timer) clearTimeout(timer);
      await Promise.all([claims.stop(), underWay]);
    },
  };
}
