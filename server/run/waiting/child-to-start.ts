import type { ChildRequest } from "#core/effects/child.ts";
import type { Failure } from "#core/failure.ts";
import type { RunId } from "#core/id.ts";
import type { ActivationId } from "#core/schedule/event.ts";

/** A run to be started by a step of another one. */
export type ChildToStart = {
  readonly id: RunId;
  /** The same when it is asked for again after a crash: no second run begins. */
  readonly key: string;
  readonly activation: ActivationId;
  readonly request: ChildRequest;
  /** True when it was asked for before a crash, and may be there already. */
  readonly isAskedAgain: boolean;
  /** True once the step has been cancelled or has run out of time. */
  readonly isUnwanted: () => boolean;
};

/** The child is durable, maybe since an earlier time; or why there is none. */
export type ChildStarted = { readonly runId: RunId } | { readonly failure: Failure };
