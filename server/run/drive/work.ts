import type { Effectful, EffectResult } from "#core/effects/effect.ts";
import type { Failure } from "#core/failure.ts";
import type { Outcome } from "#core/node-kit/outcome.ts";
import type { ActivationId, WaitedFor } from "#core/schedule/event.ts";
import type { IndexedNode } from "#core/schedule/index-plan.ts";
import type { Frame } from "../containers/frames.ts";
import type { Alarm } from "./alarm.ts";

/**
 * One try of an activation that takes time.
 *
 *     asking -- effect ----> effect under way -- settled --> asking
 *            -- engine's --> waiting ----------- came, or time is over --> asking
 *            -- answered --> left: the outcome is in the journal-to-be
 *     any    -- time limit, cancelled --> left
 *     left   -- failed, another try follows --> waiting for its moment --> left, and `start` is carried out again
 */
export type Work = {
  readonly activation: ActivationId;
  readonly node: IndexedNode;
  readonly frame: Frame;
  /** Null between two tries, and for a container that is here for its time limit alone. */
  readonly steps: Effectful<Outcome> | null;
  readonly controller: AbortController;
  /** Of this try; Unix milliseconds. */
  readonly startedAt: number;
  /** The number of the try; 1 for the first. */
  readonly attempt: number;
  /** True once `activation.started` is in the journal. */
  announced: boolean;
  /** How many effects it has asked for. */
  asked: number;
  /** What it waits for; null while it waits for nothing but effects under way. */
  wait: Wait | null;
  /** The end of its time; null when it may take as long as it likes. */
  limit: Alarm | null;
};

/** A wait that needs nobody: when all works of a run do nothing else, the run can be rows. */
export type Wait = {
  readonly on: WaitedFor | { readonly kind: "time" } | { readonly kind: "retry" };
  /** When it is over by itself, Unix milliseconds; null for never. */
  readonly untilMs: number | null;
  /** From when on the run may be put away for it; Infinity for one that is too short. */
  readonly parkFromMs: number;
  readonly alarm: Alarm | null;
  /** Called when something has come for the activation; null for a wait that only time ends. */
  readonly onMessage: (() => void) | null;
};

/** What the journal holds about an activation that has not ended, of its newest try. */
export type Recorded = {
  /** The number of the try; 1 for the first. */
  readonly attempt: number;
  startedAt: number | null;
  readonly results: (RecordedResult | undefined)[];
  /** Until when it sleeps. */
  untilMs: number | null;
  /** What it waits for from outside. */
  wait: { readonly index: number; readonly on: WaitedFor; readonly untilMs: number | null } | null;
  /** When the try begins; null for the first. */
  readonly retryAtMs: number | null;
};

export type RecordedResult = { readonly ok: EffectResult } | { readonly failure: Failure };
