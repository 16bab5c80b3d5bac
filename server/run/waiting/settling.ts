import type { SettledEffect } from "#core/effects/effect.ts";

/** What every effect is given to write its result and to go on with its step. */
export type Settling = {
  /** Calls back once everything so far is in the journal. */
  readonly whenDurable: (then: () => void) => void;
  /** Writes `effect.settled`; answers what the step gets. */
  readonly write: (settled: SettledEffect, ms: number) => SettledEffect;
  /** Drives the step on, and the run with it. */
  readonly goOn: (settled: SettledEffect) => void;
};
