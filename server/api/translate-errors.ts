import { type TRPCDefaultErrorShape, TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import type { Json } from "#core/json/json.ts";
import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import { AppError, trpcCodeOf } from "../errors.ts";

/** What a client can decide by: our own code (of AppError, else tRPC's in lower case), and more for some codes. */
type ErrorData = {
  readonly code: string;
  readonly httpStatus: number;
  /** For `not_ready`: `{ problems }`, as `compile` says them. */
  readonly more?: Json;
};

/** Turns what a command threw into an API error; a bug keeps its cause for the log and loses its text for the client. */
export async function translateErrors<Result extends { ok: boolean; error?: TRPCError }>(options: {
  next: () => Promise<Result>;
}): Promise<Result> {
  const result = await options.next();
  if (result.ok || !result.error) return result;
  throw translated(result.error);
}

/** The same for a subscription, whose errors come after the middleware has passed. */
export async function* translatingErrors<T>(stream: AsyncIterable<T>): AsyncGenerator<T, void> {
  try {
    yield* stream;
  } catch (error) {
    const code = "INTERNAL_SERVER_ERROR";
    throw translated(error instanceof TRPCError ? error : new TRPCError({ code, cause: error }));
  }
}

function translated(error: TRPCError): TRPCError {
  const cause = isDatabaseUnavailable(error.cause) ? databaseGone(error.cause) : error.cause;
  if (!(cause instanceof AppError)) return error;
  return new TRPCError({ code: trpcCodeOf(cause), message: cause.message, cause });
}

function databaseGone(cause: unknown): AppError {
  return new AppError("unavailable", "The database cannot be reached right now. Try again in a moment.", { cause });
}

/** The error as the client gets it: a sentence, a code, never a stack. */
export function errorShape({ shape, error }: { shape: TRPCDefaultErrorShape; error: TRPCError }) {
  const { cause } = error;
  const data: ErrorData = {
    code: cause instanceof AppError ? cause.code : error.code.toLowerCase(),
    httpStatus: shape.data.httpStatus,
    ...(cause instanceof AppError && cause.data !== undefined ? { more: cause.data } : {}),
  };
  return { code: shape.code, message: sentenceOf(error), data };
}

function sentenceOf(error: TRPCError): string {
  if (error.cause instanceof ZodError) return error.cause.issues.map((issue) => issueSentence(issue)).join(" ");
  if (error.code === "INTERNAL_SERVER_ERROR")
    return "Something went wrong on our side. Try again; if it stays, look at the server's log.";
  return error.message;
}

function issueSentence(issue: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  const path = issue.path.map(String).join(".");
  return path === "" ? issue.message : `${path}: ${issue.message}`;
}
