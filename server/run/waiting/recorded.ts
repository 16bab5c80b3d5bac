import type { EffectResult } from "#core/effects/effect.ts";
import type { Json } from "#core/json/json.ts";
import type { RunEvent, StoredValue } from "#core/schedule/event.ts";
import type { Recorded } from "../drive/work.ts";
import { waitResult } from "./wait-result.ts";

export function newRecorded(attempt: number, retryAtMs: number | null): Recorded {
  return { attempt, retryAtMs, startedAt: null, results: [], untilMs: null, wait: null };
}

/**
 * Takes one more event of an activation's newest try: results that its step is handed again, and what it was waiting for.
 * Ends of tries and of activations are the caller's.
 */
export function noteEvent(recorded: Recorded, event: RunEvent, valueIn: (stored: StoredValue) => Json): void {
  switch (event.type) {
    case "activation.started":
      recorded.startedAt = event.at;
      return;
    case "effect.settled":
      recorded.wait = null;
      recorded.results[event.index] =
        "failure" in event.result ? event.result : { ok: valueIn(event.result.ok) as EffectResult };
      return;
    case "timer.set":
      recorded.untilMs = event.untilMs;
      return;
    case "timer.fired": {
      recorded.untilMs = null;
      const { wait } = recorded;
      recorded.wait = null;
      if (wait) recorded.results[wait.index] = { ok: waitResult(wait.on, null) };
      return;
    }
    case "wait.opened":
      recorded.wait = { index: event.index, on: event.on, untilMs: event.untilMs };
      return;
    case "signal.received": {
      const { wait } = recorded;
      recorded.wait = null;
      if (!wait) return;
      const came = { name: event.name, by: event.by, value: valueIn(event.value) };
      recorded.results[event.index] = { ok: waitResult(wait.on, came) };
      return;
    }
  }
}
