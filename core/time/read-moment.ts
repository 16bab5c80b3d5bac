import { DateTime } from "luxon";
import { failure } from "../failure.ts";
import type { Json } from "../json/json.ts";
import { FailureError } from "../node-kit/outcome.ts";

/** Unix numbers below this are seconds, from it on milliseconds: as seconds it lies in the year 5138. */
const secondsMax = 100_000_000_000;

/**
 * A moment from what people have: ISO 8601 text, a date as e-mail and HTTP write it, or Unix seconds or milliseconds.
 * Text without an offset is read in `zone`; the answer is in `zone`. Throws a FailureError on anything else.
 */
export function readMoment(value: Json, zone: string): DateTime<true> {
  const options = { zone: knownZone(zone), locale: "en-US" };
  if (typeof value === "number") {
    const moment = DateTime.fromMillis(Math.abs(value) < secondsMax ? value * 1000 : value, options);
    if (moment.isValid) return moment;
  }
  if (typeof value === "string") {
    const text = value.trim();
    const readers = [DateTime.fromISO, DateTime.fromRFC2822, DateTime.fromHTTP, DateTime.fromSQL];
    for (const read of readers) {
      const moment = read(text, options);
      if (moment.isValid) return moment;
    }
  }
  throw new FailureError(notAMoment(value));
}

/** A moment from text in the pattern that people give, as in `dd.MM.yyyy`. Throws a FailureError when it does not fit. */
export function readPattern(text: string, pattern: string, zone: string): DateTime<true> {
  const moment = DateTime.fromFormat(text.trim(), pattern, { zone: knownZone(zone), locale: "en-US" });
  if (moment.isValid) return moment;
  const message = `“${text.slice(0, 80)}” does not fit the pattern ${pattern}. Check the order of day, month and year.`;
  throw new FailureError(failure("input", message));
}

export function momentAt(milliseconds: number, zone: string): DateTime<true> {
  const moment = DateTime.fromMillis(milliseconds, { zone: knownZone(zone), locale: "en-US" });
  if (moment.isValid) return moment;
  throw new FailureError(notAMoment(milliseconds));
}

/** ISO 8601 with milliseconds and offset. Throws a FailureError when arithmetic left the calendar. */
export function momentText(moment: DateTime): string {
  const text = moment.toISO();
  if (text !== null) return text;
  throw new FailureError(failure("input", "The result lies outside the calendar. Use a smaller amount."));
}

function knownZone(zone: string): string {
  const name = zone.trim() || "UTC";
  if (name !== "local" && name !== "system" && DateTime.utc().setZone(name).isValid) return name;
  const message = `There is no time zone “${name.slice(0, 80)}”. Use a name such as Europe/Zurich, or UTC.`;
  throw new FailureError(failure("config", message));
}

function notAMoment(value: Json) {
  const shown = JSON.stringify(value)?.slice(0, 80);
  const message = `${shown} is not a date or time. Use a form such as 2027-01-31T09:00:00Z, or read it with a pattern in a Date and time step.`;
  return failure("input", message);
}
