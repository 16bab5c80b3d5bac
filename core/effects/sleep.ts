export type SleepRequest = {
  /** Unix milliseconds; a moment that has passed wakes at once. */
  readonly untilMs: number;
};
