import { isDatabaseUnavailable } from "#db/is-unavailable.ts";

/**
 * What an error of the database means for whoever wrote:
 *
 * - `unsent`: no connection was made, so nothing was written;
 * - `gone`: the connection broke or the server has no room; it may or may not have been written;
 * - `again`: it lost a race, try again at once;
 * - `refused`: the statement itself is at fault and will never be taken.
 */
export type DatabaseFault = "unsent" | "gone" | "again" | "refused";

/** Refused while connecting; the last two by a server that starts or stops, or has no connection left. */
const unsent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "CONNECT_TIMEOUT",
  "57P03",
  "53300",
]);
const lostRace = new Set(["40001", "40P01"]);
const statementTimeout = "57014";

export function databaseFault(error: unknown): DatabaseFault {
  const code = codeOf(error);
  if (unsent.has(code)) return "unsent";
  if (isDatabaseUnavailable(error) || code === statementTimeout) return "gone";
  return lostRace.has(code) ? "again" : "refused";
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}
