/** A timer for a moment that may be far away. */
export type Alarm = {
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly cancel: () => void;
};

/** The longest time that a timer of Node can hold; a later alarm looks again then. */
const timerMsMax = 2_147_483_647;

/** Calls `ring` once the clock says `atMs`, never before this turn is over. */
export function setAlarm(now: () => number, atMs: number, ring: () => void): Alarm {
  let timer: NodeJS.Timeout;
  const wind = () => {
    timer = setTimeout(
      () => {
        // A timer counts by another clock, and may be early by a millisecond.
        if (now() >= atMs) ring();
        else wind();
      },
      Math.min(Math.max(0, Math.ceil(atMs - now())), timerMsMax),
    );
  };
  wind();
  return { atMs, cancel: () => clearTimeout(timer) };
}
