import type { Failure } from "../failure.ts";
import type { NodeId } from "../id.ts";
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
  | {
      readonly type: "effect.settled";
      readonly activation: ActivationId;
      readonly attempt: number;
      /** 0, 1, 2 … in the order in which the node yields. */
      readonly index: number;
      readonly result: { readonly ok: StoredValue } | { readonly failure: Failure };
    }
  | {
      readonly type: "activation.emitted";
      readonly activation: ActivationId;
      readonly port: string;
      readonly output: StoredValue;
      /** Length of the output when it is a list, for the counts on edges. */
      readonly items?: number;
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
  | { readonly type: "signal.received"; readonly activation: ActivationId; readonly value: StoredValue }
  | { readonly type: "run.cancel-requested"; readonly by: string }
  | { readonly type: "run.succeeded" }
  | { readonly type: "run.failed"; readonly failure: Failure; readonly activation: ActivationId | null }
  | { readonly type: "run.cancelled" };

export type RunStatus = "queued" | "running" | "waiting" | "succeeded" | "failed" | "cancelled";
export type ActivationStatus = "queued" | "running" | "waiting" | "succeeded" | "failed" | "skipped" | "cancelled";
