import type { Failure } from "../failure.ts";
import { isJsonObject } from "../json/json.ts";
import { retryCodesIn } from "../settings/retry-codes.ts";
import type { StepHandling } from "../settings/step-handling.ts";

/** However long the other side asks for, a step is tried again within a day. */
const retryAfterMsMax = 86_400_000;

/**
 * The pause before the next try of a step that failed, or null when there is none. Each pause is `backoff` times the one
 * before; jitter comes from a hash of `seed`, so that a run that is driven again waits for the same moment.
 */
export function nextTry({
  handling,
  failure,
  attempt,
  seed,
}: {
  readonly handling: StepHandling;
  readonly failure: Failure;
  /** The try that failed; 1 for the first. */
  readonly attempt: number;
  readonly seed: string;
}): { readonly delayMs: number } | null {
  if (attempt >= handling.attempts || !isTriedAgain(handling, failure)) return null;
  const full = Math.min(handling.delaySeconds * handling.backoff ** (attempt - 1), handling.maxDelaySeconds) * 1_000;
  const delayMs = Math.round(handling.jitter ? full * (0.5 + fraction(seed) / 2) : full);
  const asked = isJsonObject(failure.details) ? failure.details.retryAfterMs : undefined;
  return { delayMs: typeof asked === "number" ? Math.max(delayMs, Math.min(asked, retryAfterMsMax)) : delayMs };
}

function isTriedAgain({ retryOn, retryCodes }: StepHandling, { code, retryable }: Failure): boolean {
  switch (retryOn) {
    case "temporary":
      return retryable;
    case "any":
      return true;
    case "chosen":
      return retryCodesIn(retryCodes).includes(code);
  }
}

/** A number from 0 to 1 that is the same for the same text (FNV-1a, with its bits mixed once more at the end). */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
