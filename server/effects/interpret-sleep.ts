import { setTimeout as wait } from "node:timers/promises";
import type { SettledEffect } from "#core/effects/effect.ts";
import type { SleepRequest } from "#core/effects/sleep.ts";
import { failure } from "#core/failure.ts";

/** The clock and the timer that sleeping needs; Unix milliseconds. */
export type Timer = {
  readonly now: () => number;
  /** Resolves after so many milliseconds; rejects when the signal fires. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
};

/** Timers of the system hold at most 2^31 ms; longer ones fire at once. */
const waitMsMax = 2 ** 31 - 1;

export const systemTimer: Timer = {
  now: () => Date.now(),
  wait: async (ms, signal) => {
    await wait(ms, undefined, signal ? { signal } : {});
  },
};

/** Waits until a moment. For waits of seconds: longer ones are the engine's, which holds nothing in memory. */
export async function interpretSleep(
  { untilMs }: SleepRequest,
  { signal }: { readonly signal?: AbortSignal },
  timer: Timer,
): Promise<SettledEffect> {
  try {
    for (let left = untilMs - timer.now(); left > 0; left = untilMs - timer.now()) {
      await timer.wait(Math.min(left, waitMsMax), signal);
    }
    return { ok: true, value: null };
  } catch (thrown) {
    if (!signal?.aborted) throw thrown;
    return { ok: false, failure: failure("cancelled", "The wait was cancelled.") };
  }
}
