import type { Failure } from "../failure.ts";
import type { JsonObject } from "../json/json.ts";

/** What travels along an edge from an `error` port when a step fails: `{ code, message, retryable, details? }`. */
export function failureValue({ code, message, retryable, details }: Failure): JsonObject {
  return details === undefined ? { code, message, retryable } : { code, message, retryable, details };
}
