import { type Failure, failure } from "#core/failure.ts";

/** Why a run fails at its deadline. */
export function tooLate(): Failure {
  return failure("deadline", "The run did not end within the deadline that its workflow's settings give it.");
}
