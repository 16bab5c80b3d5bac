import type { RunId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { RunEvent } from "#core/schedule/event.ts";

/** How a run came out, without anything that differs from one undisturbed run to the next: ids, times, order. */
export type FinalState = {
  readonly end: string;
  readonly outputs: Readonly<Record<string, Json>>;
};

/**
 * Reads a journal that has ended. Throws when it is not whole: a number is missing or twice, a result is recorded twice,
 * anything stands behind the end.
 */
export function finalState(events: readonly RunEvent[], runId: RunId): FinalState {
  const seen = new Set<string>();
  const once = (what: string) => {
    if (seen.has(what)) throw new Error(`${what} is recorded twice in ${runId}.`);
    seen.add(what);
  };
  const outputs: Record<string, Json> = {};
  for (const [at, event] of events.entries()) {
    if (event.seq !== at + 1) throw new Error(`Event ${at + 1} of ${runId} has the number ${event.seq}.`);
    if (event.type === "effect.settled") once(`${event.activation} try ${event.attempt} effect ${event.index}`);
    if (event.type === "signal.received") once(`${event.activation} try ${event.attempt} signal ${event.index}`);
    if (event.type === "activation.emitted") {
      once(event.activation);
      outputs[event.activation] = withoutIds({ port: event.port, output: event.output as unknown as Json }, runId);
    }
    if (event.type === "activation.failed") {
      once(event.activation);
      outputs[event.activation] = { failed: event.failure.code };
    }
  }
  const last = events[events.length - 1];
  const ends = events.filter(
    ({ type }) => type === "run.succeeded" || type === "run.failed" || type === "run.cancelled",
  );
  if (ends.length !== 1 || ends[0] !== last) throw new Error(`${runId} has ${ends.length} ends.`);
  return { end: last?.type ?? "", outputs };
}

function withoutIds(value: Json, runId: RunId): Json {
  const text = JSON.stringify(value)
    .replaceAll(runId, "run")
    .replaceAll(/"run_[0-9a-f]{32}"/g, '"a child"');
  return JSON.parse(text) as Json;
}
