import type { Failure } from "../failure.ts";
import type { NodeId, RunId, TaskId, WorkflowId } from "../id.ts";
import type { Json } from "../json/json.ts";

/**
 * One node in one run, once per iteration: `n_ab12` at the top level, `n_ab12:3` in item 3 of a container,
 * `n_ab12:3.0` one container deeper.
 */
export type ActivationId = NodeId | `${NodeId}:${string}`;

/** A value as the journal keeps it: in place, or by hash when it is larger than `caps.inlineValueBytes`. */
export type StoredValue = { readonly value: Json } | { readonly blob: string; readonly bytes: number };

/** A fact in a run's journal. Never changed, never removed while the run is kept. */
export type RunEvent = RunFact & {
  /** 1, 2, 3 … within the run, without gaps. */
  readonly seq: number;
  /** Unix milliseconds, by the clock of the process that drove the run. */
  readonly at: number;
};

export type RunFact =
  | { readonly type: "run.started"; readonly trigger: NodeId; readonly input: StoredValue }
  /** A step that takes time began; pure steps have only their result. */
  | { readonly type: "activation.started"; readonly activation: ActivationId; readonly attempt: number }
  /** A container evaluated its settings: items 0 … count - 1 follow, `parallel` of them at a time. */
  | {
      readonly type: "each.opened";
      readonly activation: ActivationId;
      readonly count: number;
      readonly parallel: number;
      /** Whether one failed item fails the container, or is kept beside the results of the others. */
      readonly onError: "stop" | "collect";
    }
  /** A repeat goes on: round `item` (0, 1, 2 …) begins. Its condition was read by the driver, which knows the values. */
  | { readonly type: "repeat.continued"; readonly activation: ActivationId; readonly item: number }
  /** A try failed and another follows; the activation stays open. */
  | {
      readonly type: "attempt.failed";
      readonly activation: ActivationId;
      /** The try that failed; 1 for the first. */
      readonly attempt: number;
      readonly failure: Failure;
      /** Unix milliseconds. */
      readonly retryAtMs: number;
      readonly ms: number;
    }
  | {
      readonly type: "effect.settled";
      readonly activation: ActivationId;
      readonly attempt: number;
      /** 0, 1, 2 … in the order in which the node yields. */
      readonly index: number;
      readonly result: { readonly ok: StoredValue } | { readonly failure: Failure };
      /** Milliseconds that it took; absent in older journals. */
      readonly ms?: number;
    }
  | {
      readonly type: "activation.emitted";
      readonly activation: ActivationId;
      readonly port: string;
      readonly output: StoredValue;
      /** Length of the output when it is a list, for the counts on edges. */
      readonly items?: number;
      /** The step failed for good and gives its fallback value: why it failed. */
      readonly fallbackFor?: Failure;
      /** Milliseconds of work, waiting for effects included. */
      readonly ms: number;
    }
  | {
      readonly type: "activation.failed";
      readonly activation: ActivationId;
      readonly attempt: number;
      readonly failure: Failure;
      readonly ms: number;
    }
  | { readonly type: "timer.set"; readonly activation: ActivationId; readonly untilMs: number }
  | { readonly type: "timer.fired"; readonly activation: ActivationId }
  /** A step waits for something that comes from outside of the run, until a moment if one is given. */
  | {
      readonly type: "wait.opened";
      readonly activation: ActivationId;
      readonly attempt: number;
      readonly index: number;
      readonly on: WaitedFor;
      /** Unix milliseconds; null to wait for ever. */
      readonly untilMs: number | null;
    }
  /** What a step waited for came; this is the result of its effect. A wait that ran out has `timer.fired` instead. */
  | {
      readonly type: "signal.received";
      readonly activation: ActivationId;
      readonly attempt: number;
      readonly index: number;
      readonly name: string;
      readonly by: string | null;
      readonly value: StoredValue;
    }
  | { readonly type: "run.cancel-requested"; readonly by: string }
  /** The process that drove it ended again and again without progress. Nobody drives it until it is resumed. */
  | { readonly type: "run.quarantined"; readonly attempts: number }
  | { readonly type: "run.resumed"; readonly by: string }
  | { readonly type: "run.succeeded" }
  | { readonly type: "run.failed"; readonly failure: Failure; readonly activation: ActivationId | null }
  | { readonly type: "run.cancelled" };

export type WaitedFor =
  | { readonly kind: "signal"; readonly names: readonly string[] }
  | { readonly kind: "task"; readonly taskId: TaskId }
  | { readonly kind: "child"; readonly runId: RunId; readonly workflowId: WorkflowId };

export type RunStatus = "queued" | "running" | "waiting" | "quarantined" | "succeeded" | "failed" | "cancelled";
export type ActivationStatus = "queued" | "running" | "waiting" | "succeeded" | "failed" | "skipped" | "cancelled";
