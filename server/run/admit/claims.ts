import type { Gate } from "#db/queries/queued-runs.ts";

/**
 * Brings runs into memory that wait to be driven, as many as there is room for: those that wake up, those that were
 * accepted while there was none, and those that their workflow's limit let in. One round at a time.
 *
 *     idle -- soon, or a round of the watch --> claiming -- nothing left, or no room --> idle
 */
export type Claims = {
  /** Claims at once and again until nothing waits or no room is left. Rejects with what the database throws. */
  readonly round: () => Promise<void>;
  /** Asks for a round without waiting for it: a run has come or room has. Never throws. */
  readonly soon: () => void;
  /** Looks whether more runs of this workflow may go on. Never throws. */
  readonly openGate: (gate: Gate) => void;
  /** Takes nothing more; resolves when what was under way is in memory. */
  readonly stop: () => Promise<void>;
};

/** Of a process that drives no runs. */
export const noClaims: Claims = {
  round: () => Promise.resolve(),
  soon: () => undefined,
  openGate: () => undefined,
  stop: () => Promise.resolve(),
};
