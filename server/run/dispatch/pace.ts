import { performance } from "node:perf_hooks";

const sampleMs = 200;
/** Share of the time in which the process was at work above which more runs would only wait inside of it. */
const busyFrom = 0.95;
const idleFrom = 0.8;
/** So many runs a process keeps at hand that reckons all the time; the others are left to those that have time. */
const busyMax = 16;

export type Pace = {
  /** How many runs this process may have in memory now, given how many it may at most. */
  readonly limit: (most: number) => number;
  readonly stop: () => void;
};

/**
 * Keeps a worker that only reckons from taking runs that another one would begin sooner. Runs that wait for the world cost
 * no time, and of those it takes as many as there is room for.
 *
 *     free -- at work for more than 95 % of a moment --> busy -- for less than 80 % --> free
 */
export function keepPace(onChange: () => void): Pace {
  let before = performance.eventLoopUtilization();
  let isBusy = false;
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    const wasBusy = isBusy;
    isBusy = utilization > (wasBusy ? idleFrom : busyFrom);
    if (isBusy !== wasBusy) onChange();
  }, sampleMs);
  timer.unref();
  return { limit: (most) => (isBusy ? Math.min(most, busyMax) : most), stop: () => clearInterval(timer) };
}

/** One process alone has nobody to leave runs to. */
export const ownPace: Pace = { limit: (most) => most, stop: () => undefined };
