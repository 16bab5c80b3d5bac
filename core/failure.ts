import type { Json } from "./json/json.ts";

/**
 * A step or an effect did not work. It is data: kept in the journal, shown to people, sent across processes.
 * Code decides, message explains; nothing may decide by message text.
 */
export type Failure = {
  readonly code: FailureCode;
  /** One or two plain sentences: what happened and what to do next. */
  readonly message: string;
  /** Whether trying the same again later can help. */
  readonly retryable: boolean;
  /** Details for the curious: a status, a position, a header. Never secrets. */
  readonly details?: Json;
  readonly cause?: Failure;
};

export const failureCodes = {
  expression: "A formula could not be evaluated.",
  config: "A setting does not have the form that the step needs.",
  input: "The value that reached the step cannot be used by it.",
  parse: "A text is not in the format that it should have.",
  http: "The other side answered with an error.",
  network: "The other side could not be reached.",
  egress: "The target of a request is not allowed.",
  timeout: "It took longer than it may.",
  breaker: "The other side has failed so often that it is left alone for a while.",
  limit: "A loop went round more often than it may.",
  deadline: "The run took longer than it may.",
  child: "The workflow that this step runs failed.",
  script: "A script failed.",
  cap: "A value or a count is larger than the limit.",
  stopped: "A stop step ended the run.",
  file: "A file is gone or cannot be read.",
  cancelled: "The run was cancelled.",
  internal: "Something is wrong on our side.",
} as const;

export type FailureCode = keyof typeof failureCodes;

/** Builds a failure; not retryable unless said. */
export function failure(
  code: FailureCode,
  message: string,
  more: { retryable?: boolean; details?: Json; cause?: Failure } = {},
): Failure {
  return { retryable: false, ...more, code, message };
}
