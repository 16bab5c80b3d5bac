import { DateTime } from "luxon";

/**
 * How long an answer asks to be left alone, in milliseconds: `Retry-After` as seconds or as a date. A date is counted
 * from the answer's own `Date`, so that a clock of theirs which is wrong does no harm, else from `now`. Null when the
 * header is missing or says nothing that can be read.
 */
export function readRetryAfter(headers: Readonly<Record<string, string>>, now: number): number | null {
  const text = headers["retry-after"]?.trim() ?? "";
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1_000);
  const until = momentOf(text);
  if (until === null) return null;
  const since = momentOf(headers.date ?? "") ?? now;
  return Math.max(0, until - since);
}

function momentOf(text: string): number | null {
  const moment = DateTime.fromHTTP(text.trim(), { zone: "UTC" });
  return moment.isValid ? moment.toMillis() : null;
}
