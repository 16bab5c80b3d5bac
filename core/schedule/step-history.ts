import type { Failure } from "../failure.ts";
import type { RunId, TaskId, WorkflowId } from "../id.ts";
import type { RunEvent } from "./event.ts";

/** What became of one step besides its result, told by its own events. */
export type StepHistory = {
  /** The newest try; 1 for the first. */
  readonly attempt: number;
  /** In order; the last may be the one after which there was none. */
  readonly failedTries: readonly FailedTry[];
  /** What it waits for now; null when it does not. */
  readonly waiting: StepWait | null;
  /** Why it failed, when it gave its fallback value instead. */
  readonly fallbackFor: Failure | null;
  /** Runs that it started and waited for, or waits for. */
  readonly children: readonly ChildLink[];
};

export type FailedTry = {
  readonly attempt: number;
  readonly failure: Failure;
  readonly ms: number;
  /** Unix milliseconds of the next try; null when there was none. */
  readonly retryAtMs: number | null;
};

export type StepWait =
  | { readonly on: "time" | "retry"; readonly untilMs: number }
  /** `untilMs` is null for what may take for ever. */
  | { readonly on: "signal"; readonly names: readonly string[]; readonly untilMs: number | null }
  | { readonly on: "task"; readonly taskId: TaskId; readonly untilMs: number | null }
  | ({ readonly on: "child"; readonly untilMs: number | null } & ChildLink);

export type ChildLink = { readonly runId: RunId; readonly workflowId: WorkflowId };

/** @param own the events of one activation, in order. */
export function stepHistoryOf(own: readonly RunEvent[]): StepHistory {
  let attempt = 1;
  let waiting: StepWait | null = null;
  let fallbackFor: Failure | null = null;
  const failedTries: FailedTry[] = [];
  const children: ChildLink[] = [];
  for (const event of own) {
    waiting = waitAfter(waiting, event);
    switch (event.type) {
      case "activation.started":
        attempt = Math.max(attempt, event.attempt);
        break;
      case "attempt.failed":
        failedTries.push(failedTry(event, event.retryAtMs));
        attempt = Math.max(attempt, event.attempt);
        break;
      case "activation.failed":
        failedTries.push(failedTry(event, null));
        attempt = Math.max(attempt, event.attempt);
        break;
      case "activation.emitted":
        // Only tries that take time say when they begin.
        attempt = Math.max(attempt, (failedTries.at(-1)?.attempt ?? 0) + 1);
        fallbackFor = event.fallbackFor ?? null;
        if (fallbackFor) failedTries.push(failedTry({ attempt, failure: fallbackFor, ms: event.ms }, null));
        break;
      case "wait.opened":
        if (event.on.kind === "child") children.push({ runId: event.on.runId, workflowId: event.on.workflowId });
        break;
    }
  }
  return { attempt, failedTries, waiting, fallbackFor, children };
}

type Failed = Pick<FailedTry, "attempt" | "failure" | "ms">;

function failedTry({ attempt, failure, ms }: Failed, retryAtMs: number | null): FailedTry {
  return { attempt, failure, ms, retryAtMs };
}

/** The time limit of a wait is a timer too; what the step waits for says more. */
function waitAfter(before: StepWait | null, event: RunEvent): StepWait | null {
  switch (event.type) {
    case "wait.opened": {
      const { on, untilMs } = event;
      if (on.kind === "signal") return { on: "signal", names: on.names, untilMs };
      if (on.kind === "task") return { on: "task", taskId: on.taskId, untilMs };
      return { on: "child", runId: on.runId, workflowId: on.workflowId, untilMs };
    }
    case "timer.set":
      return before ?? { on: "time", untilMs: event.untilMs };
    case "attempt.failed":
      return { on: "retry", untilMs: event.retryAtMs };
    case "run.started":
    case "each.opened":
    case "repeat.continued":
      return before;
    default:
      return null;
  }
}
