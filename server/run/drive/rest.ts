import type { Drive } from "./drive.ts";

/** The longest waiting time that a webhook can be given. */
const callersWaitMsMax = 300_000;

/** A run that can be put away. */
export type Rest = {
  /** When the run goes on by itself, Unix milliseconds; null when only something from outside can wake it. */
  readonly wakeAt: number | null;
  /** A run of another workflow may end at any time. */
  readonly isForChild: boolean;
};

/** Says that the run can be put away, if all it does is wait for long; null otherwise. */
export function restOf({ state, work: works, deps }: Drive): Rest | null {
  if (state.status !== "running" || works.size === 0 || deps.parkAfterMs === Infinity) return null;
  const now = deps.now();
  let wakeAt = Infinity;
  let waits = false;
  let isForChild = false;
  for (const { steps, wait, limit } of works.values()) {
    if (limit) wakeAt = Math.min(wakeAt, limit.atMs);
    // A container under a time limit: what runs inside it decides.
    if (!steps && !wait) continue;
    if (!wait || wait.parkFromMs > now) return null;
    if (wait.untilMs !== null) wakeAt = Math.min(wakeAt, wait.untilMs);
    waits = true;
    if (wait.on.kind === "child") isForChild = true;
  }
  if (!waits || wakeAt - now <= deps.parkAfterMs) return null;
  return { wakeAt: wakeAt === Infinity ? null : wakeAt, isForChild };
}

/** No caller waits that long, so none is kept in memory for it: a hook answers 202 now. */
export function wakesTooLate({ deps }: Drive, { wakeAt, isForChild }: Rest): boolean {
  if (isForChild) return false;
  return wakeAt === null || wakeAt - deps.now() > callersWaitMsMax;
}
