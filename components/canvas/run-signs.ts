import type { StepBreaker } from "#components/editor/session-store.ts";
import type { NodeView, NodeWait } from "#core/schedule/run-view.ts";

export type SignKind = "retry" | "time" | "signal" | "task" | "child" | "breaker" | "fallback";

/** A small mark on a card while a run is shown: a word or two on it, and a sentence for who looks closer. */
export type RunSign = { readonly kind: SignKind; readonly text: string; readonly label: string };

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const exactClock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

const dayMs = 86_400_000;

/**
 * What a step waits for, which try it is at, and how it got over a failure.
 *
 * @param attemptsMax how often it is tried in all
 * @param nowMs Unix milliseconds
 */
export function runSigns(view: NodeView, attemptsMax: number, nowMs: number): readonly RunSign[] {
  const { waiting, attempt, failure, status } = view;
  const signs: RunSign[] = [];
  const isOpen = status === "running" || status === "waiting";
  if (waiting?.on === "retry") {
    const next = attempt + 1;
    const when = waiting.untilMs === null ? "soon" : `at ${exactClock.format(waiting.untilMs)}`;
    const because = failure ? `Try ${attempt} failed: ${failure.message}` : `Try ${attempt} failed.`;
    const label = `${because} Try ${next} of ${Math.max(next, attemptsMax)} comes ${when}.`;
    signs.push({ kind: "retry", text: `${next} of ${Math.max(next, attemptsMax)}`, label });
  } else if (isOpen && attempt > 1) {
    const of = Math.max(attempt, attemptsMax);
    signs.push({ kind: "retry", text: `${attempt} of ${of}`, label: `This is try ${attempt} of ${of}.` });
  }
  if (waiting && waiting.on !== "retry") signs.push(waitSign(waiting, nowMs));
  if (failure?.code === "breaker" && status !== "succeeded")
    signs.push({ kind: "breaker", text: "Breaker open", label: failure.message });
  if (view.usedFallback) {
    const because = failure ? ` It failed: ${failure.message}` : "";
    signs.push({ kind: "fallback", text: "Fallback", label: `Its fallback value was used.${because}` });
  }
  return signs;
}

/** While the host of a step is left alone. */
export function breakerSign({ host, state, untilMs, lastFailure }: StepBreaker): RunSign {
  if (state === "half-open")
    return { kind: "breaker", text: "Trying again", label: `${host} was left alone; one request is trying it again.` };
  const until = untilMs === null ? "for a while" : `until ${exactClock.format(untilMs)}`;
  const because = lastFailure ? ` Last failure: ${lastFailure}` : "";
  return {
    kind: "breaker",
    text: "Breaker open",
    label: `${host} failed again and again and is left alone ${until}.${because}`,
  };
}

const waitWords = {
  signal: { text: "Signal", label: "Waits for a signal" },
  task: { text: "Person", label: "Waits for a person to decide" },
  child: { text: "Workflow", label: "Waits for the workflow that it started" },
} as const;

function waitSign({ on, untilMs }: NodeWait, nowMs: number): RunSign {
  if (on === "time" || on === "retry") {
    if (untilMs === null) return { kind: "time", text: "Waits", label: "Waits until it is woken" };
    const isSoon = untilMs - nowMs < dayMs;
    const text = isSoon ? clock.format(untilMs) : day.format(untilMs);
    return { kind: "time", text, label: `Waits until ${moment.format(untilMs)}` };
  }
  const { text, label } = waitWords[on];
  return { kind: on, text, label: untilMs === null ? label : `${label}, until ${moment.format(untilMs)} at most` };
}
