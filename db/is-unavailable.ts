/** Our own: it was asked, and did not answer for as long as we wait. */
export const silentDatabase = "DATABASE_SILENT";

/** Codes of postgres.js and of the system when there is no connection to be had. */
const connectionCodes: ReadonlySet<string> = new Set([
  silentDatabase,
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
  "ETIMEDOUT",
]);

/**
 * Whether an error says that the database cannot be reached or does not serve now, rather than that it refused a
 * statement. Looks through causes, since drizzle wraps what the driver throws. SQL states: 08 connection, 53 out of
 * resources, 57P shutting down or starting.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const code: unknown = "code" in at ? at.code : undefined;
    if (typeof code === "string" && (connectionCodes.has(code) || /^(08|53|57P)/.test(code))) return true;
  }
  return false;
}
