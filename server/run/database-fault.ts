/**
 * What an error of the database means for whoever wrote:
 *
 * - `unsent`: no connection was made, so nothing was written;
 * - `gone`: the connection broke or the server has no room; it may or may not have been written;
 * - `again`: it lost a race, try again at once;
 * - `refused`: the statement itself is at fault and will never be taken.
 */
export type DatabaseFault = "unsent" | "gone" | "again" | "refused";

const unsent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENOENT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "CONNECT_TIMEOUT",
  // Refused while connecting: starting up or shutting down, too many connections.
  "57P03",
  "53300",
]);
const gone = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  // Shut down by an operator, crashed, statement timed out, disk or memory full.
  "57P01",
  "57P02",
  "57014",
  "53100",
  "53200",
]);
const again = new Set(["40001", "40P01"]);

export function databaseFault(error: unknown): DatabaseFault {
  const code = codeOf(error);
  if (unsent.has(code)) return "unsent";
  if (gone.has(code) || code.startsWith("08")) return "gone";
  return again.has(code) ? "again" : "refused";
}

/** True when the database cannot be reached now, whatever was asked of it. */
export function isDatabaseGone(error: unknown): boolean {
  const fault = databaseFault(error);
  return fault === "unsent" || fault === "gone";
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}
