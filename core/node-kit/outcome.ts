import type { Failure } from "../failure.ts";
import type { Json } from "../json/json.ts";

/** What a node answers: a value on one of its ports, or a failure. */
export type Outcome =
  | { readonly kind: "emit"; readonly port: string; readonly value: Json }
  | { readonly kind: "fail"; readonly failure: Failure };

export function emit(port: string, value: Json): Outcome {
  return { kind: "emit", port, value };
}

export function fail(failure: Failure): Outcome {
  return { kind: "fail", failure };
}

/**
 * Thrown inside a node's `run` by what the node calls (a formula per item, a file that is gone); the driver turns it
 * into the node's failure. The one way for a failure to travel as an exception.
 */
export class FailureError extends Error {
  override readonly name = "FailureError";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}
