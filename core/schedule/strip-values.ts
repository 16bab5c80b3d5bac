import type { RunEvent, StoredValue } from "./event.ts";

const stripped: StoredValue = { value: null };

/** The same event with every stored value replaced by null: what the live stream carries and the picture needs. */
export function stripValues(event: RunEvent): RunEvent {
  switch (event.type) {
    case "run.started":
      return { ...event, input: stripped };
    case "activation.emitted":
      return { ...event, output: stripped };
    case "effect.settled":
      return "ok" in event.result ? { ...event, result: { ok: stripped } } : event;
    case "signal.received":
      return { ...event, value: stripped };
    default:
      return event;
  }
}
