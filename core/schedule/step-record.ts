import type { Failure } from "../failure.ts";
import type { NodeId } from "../id.ts";
import type { Json } from "../json/json.ts";
import type { ActivationId, ActivationStatus } from "./event.ts";
import type { StepHistory } from "./step-history.ts";

/** Everything that is known about one step of one run, for the panel that a click on it opens. */
export type StepRecord = {
  readonly activation: ActivationId;
  readonly nodeId: NodeId;
  readonly status: ActivationStatus;
  /** What arrived; null when nothing was delivered. */
  readonly input: Json;
  /** Settings with formulas resolved, recomputed from the plan and the journal. */
  readonly config: Json;
  /** Absent while it has no output. */
  readonly output?: Json;
  readonly port: string | null;
  readonly failure: Failure | null;
  /** Unix milliseconds. */
  readonly startedAt: number | null;
  readonly ms: number | null;
  readonly effects: readonly EffectRecord[];
  /** Path of the address that ends its wait for a signal; null when it waits for none. */
  readonly callback: string | null;
} & StepHistory;

export type EffectRecord = {
  readonly kind: string;
  /** One line: `GET https://api.example.com/orders`. */
  readonly summary: string;
  readonly ms?: number;
  readonly result: { readonly ok: Json } | { readonly failure: Failure };
};

/** One iteration in the list of a step inside a container. */
export type ActivationSummary = {
  readonly activation: ActivationId;
  readonly status: ActivationStatus;
  readonly startedAt: number | null;
  readonly ms: number | null;
  readonly failure: { readonly message: string } | null;
};
