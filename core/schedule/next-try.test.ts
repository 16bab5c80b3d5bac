import * as fc from "fast-check";
import { expect, test } from "vitest";
import { failure } from "../failure.ts";
import { stepHandlingSchema } from "../settings/step-handling.ts";
import { nextTry } from "./next-try.ts";

const handled = (more: object) => stepHandlingSchema.parse({ attempts: 20, delaySeconds: 2, ...more });
const passing = failure("network", "Gone.", { retryable: true });
const lasting = failure("http", "Not found.");
const pause = (more: object, attempt: number, cause = passing, seed = "run_1/n_a/1") =>
  nextTry({ handling: handled(more), failure: cause, attempt, seed })?.delayMs ?? null;

test("each pause is so many times the one before, up to the longest", () => {
  const steady = { jitter: false, backoff: 3, maxDelaySeconds: 50 };
  expect([1, 2, 3, 4, 19].map((attempt) => pause(steady, attempt))).toEqual([2_000, 6_000, 18_000, 50_000, 50_000]);
});

test("after the last try there is none", () => {
  expect(pause({ attempts: 3 }, 2)).not.toBeNull();
  expect(pause({ attempts: 3 }, 3)).toBeNull();
  expect(pause({ attempts: 1 }, 1)).toBeNull();
});

test("only failures that may pass are tried again, or any, or the chosen ones", () => {
  expect(pause({}, 1, lasting)).toBeNull();
  expect(pause({ retryOn: "any" }, 1, lasting)).not.toBeNull();
  expect(pause({ retryOn: "chosen", retryCodes: "timeout, http" }, 1, lasting)).not.toBeNull();
  expect(pause({ retryOn: "chosen", retryCodes: "timeout, http" }, 1, passing)).toBeNull();
});

test("a Retry-After is waited for when it is longer, for a day at most", () => {
  const asks = (retryAfterMs: number) => failure("http", "Later.", { retryable: true, details: { retryAfterMs } });
  const steady = { jitter: false };
  expect(pause(steady, 1, asks(60_000))).toBe(60_000);
  expect(pause(steady, 1, asks(10))).toBe(2_000);
  expect(pause(steady, 1, asks(10 * 86_400_000))).toBe(86_400_000);
});

test("jitter takes at most half of a pause away, is the same for the same try and spreads over runs", () => {
  const seen = new Set<number>();
  fc.assert(
    fc.property(fc.uuid(), fc.integer({ min: 1, max: 5 }), (run, attempt) => {
      const seed = `run_${run}/n_a/${attempt}`;
      const full = pause({ jitter: false }, attempt, passing, seed) ?? 0;
      const spread = pause({}, attempt, passing, seed) ?? -1;
      expect(spread).toBe(pause({}, attempt, passing, seed));
      expect(spread).toBeGreaterThanOrEqual(full / 2);
      expect(spread).toBeLessThanOrEqual(full);
      seen.add(Math.round((spread / full) * 20));
    }),
  );
  expect(seen.size).toBeGreaterThanOrEqual(9);
});
