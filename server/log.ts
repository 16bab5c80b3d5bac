import { type Logger, pino } from "pino";
import type { Env } from "./env.ts";

export type { Logger };

/** Names under which a secret might come along by mistake; whatever is under them is never written (R17). */
const secretNames = [
  "password",
  "secret",
  "token",
  "authorization",
  "cookie",
  "headers",
  "body",
  "config",
  "databaseUrl",
  "redisUrl",
];

/**
 * One JSON line per fact on the standard error output; the terminal's standard output is for people.
 * Log what a reader needs by name, never whole requests, rows or values of runs.
 */
export function createLogger(level: Env["logLevel"]): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`]), censor: "[hidden]" },
      serializers: { error: describeError, err: describeError },
    },
    pino.destination({ fd: 2, sync: false }),
  );
}

type Described = { readonly name: string; readonly message: string; readonly code?: unknown; readonly stack?: string };

/** An error as it may be logged: no parameters of queries, no requests hanging on it. */
function describeError(error: unknown): Described {
  if (!(error instanceof Error)) return { name: "Unknown", message: typeof error };
  const { name, message, stack } = error;
  const code: unknown = "code" in error ? error.code : undefined;
  // Drizzle puts the parameters of a query into its message; the database's own message has none of them.
  if (error.cause instanceof Error && message.startsWith("Failed query")) return describeError(error.cause);
  return {
    name,
    message: masked(message),
    ...(code === undefined ? {} : { code }),
    ...(stack ? { stack: masked(stack) } : {}),
  };
}

/** Takes passwords out of addresses and tokens out of the paths of hooks and signals. */
export function masked(text: string): string {
  return text
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s:@/]*:)[^\s@/]+@/gi, "$1[hidden]@")
    .replace(/(\/(?:hooks|signals)\/)[A-Za-z0-9_.-]{8,}/g, "$1[hidden]");
}
