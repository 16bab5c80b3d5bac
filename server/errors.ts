import type { TRPC_ERROR_CODE_KEY } from "@trpc/server";
import type { Json } from "#core/json/json.ts";

/** Why a request is refused or cannot be served now, and how each protocol says so. Decide by code, never by text. */
export const appErrorCodes = {
  invalid: { http: 400, trpc: "BAD_REQUEST" },
  unauthenticated: { http: 401, trpc: "UNAUTHORIZED" },
  forbidden: { http: 403, trpc: "FORBIDDEN" },
  /** Also for what belongs to another workspace: the two must not be told apart. */
  not_found: { http: 404, trpc: "NOT_FOUND" },
  method_not_allowed: { http: 405, trpc: "METHOD_NOT_SUPPORTED" },
  conflict: { http: 409, trpc: "CONFLICT" },
  too_large: { http: 413, trpc: "PAYLOAD_TOO_LARGE" },
  unsupported_media_type: { http: 415, trpc: "UNSUPPORTED_MEDIA_TYPE" },
  /** The graph has problems; they are in `data.problems`. */
  not_ready: { http: 422, trpc: "UNPROCESSABLE_CONTENT" },
  too_many: { http: 429, trpc: "TOO_MANY_REQUESTS" },
  /** Journals take as much as they may; runs that are under way go on. */
  full: { http: 507, trpc: "SERVICE_UNAVAILABLE" },
  /** A part of us is gone for the moment; nothing was accepted. */
  unavailable: { http: 503, trpc: "SERVICE_UNAVAILABLE" },
} as const satisfies Record<string, { readonly http: number; readonly trpc: TRPC_ERROR_CODE_KEY }>;

export type AppErrorCode = keyof typeof appErrorCodes;

/** A refusal. `message` is shown to people: one or two sentences that say what to do next. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: AppErrorCode;
  /** More for the client, as JSON. Never secrets. */
  readonly data: Json | undefined;

  constructor(code: AppErrorCode, message: string, more: { readonly cause?: unknown; readonly data?: Json } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.data = more.data;
  }
}

export function httpStatusOf(error: AppError): number {
  return appErrorCodes[error.code].http;
}

export function trpcCodeOf(error: AppError): TRPC_ERROR_CODE_KEY {
  return appErrorCodes[error.code].trpc;
}
