import { type CronSchedule, nextTimes, previousTimes } from "./next-times.ts";

export type MissedPolicy = "skip" | "once" | "all";

export type DueTimes = {
  /** Each starts one run; `missed` counts earlier times that it stands for. */
  readonly starts: readonly { readonly atMs: number; readonly missed: number }[];
  /** The first time that is not due yet; null when there is none. */
  readonly nextMs: number | null;
};

/** A time that is found so much later was missed: no process was there for it. */
const graceMs = 60_000;
/** As many missed times are counted and, under `all`, made up for; the newest of them. */
export const missedMax = 100;

/**
 * What is due of a schedule whose next time was to be `nextMs`. Times that are hardly late start one run each whatever
 * the policy; it is about those that were missed:
 *
 *     skip    they start nothing
 *     once    one run for the newest of them
 *     all     one run each, at most 100 of them
 */
export function dueTimes(
  schedule: CronSchedule & { readonly missed: MissedPolicy },
  { nextMs, nowMs }: { readonly nextMs: number; readonly nowMs: number },
): DueTimes {
  if (nextMs > nowMs) return { starts: [], nextMs };
  const { due, after } = walk(schedule, nextMs, nowMs);
  const late = due.filter((atMs) => atMs < nowMs - graceMs);
  const punctual = due.slice(late.length).map((atMs) => ({ atMs, missed: 0 }));
  return { starts: [...madeUp(late, schedule.missed), ...punctual], nextMs: after };
}

function madeUp(late: readonly number[], missed: MissedPolicy): DueTimes["starts"] {
  const newest = late.at(-1);
  if (newest === undefined || missed === "skip") return [];
  if (missed === "once") return [{ atMs: newest, missed: late.length - 1 }];
  return late.map((atMs) => ({ atMs, missed: 0 }));
}

/**
 * The times from `nextMs` to `nowMs`, in order, and the first one after them. Of very many only the newest, which are
 * looked for backwards: a year of seconds is a lot of them.
 */
function walk(schedule: CronSchedule, nextMs: number, nowMs: number): { due: readonly number[]; after: number | null } {
  const due = [nextMs];
  for (;;) {
    const [after = null] = nextTimes({ ...schedule, fromMs: due.at(-1) ?? nextMs, count: 1 });
    if (after === null || after > nowMs) return { due, after };
    if (due.length > missedMax) break;
    due.push(after);
  }
  const newest = previousTimes({ ...schedule, fromMs: nowMs + 1, count: missedMax + 1 });
  const [after = null] = nextTimes({ ...schedule, fromMs: nowMs, count: 1 });
  return { due: newest.toReversed(), after };
}
