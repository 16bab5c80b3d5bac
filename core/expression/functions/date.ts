import { DateTime, Duration, type DurationLikeObject, FixedOffsetZone, IANAZone, type Zone } from "luxon";
import { boolShape, numberShape, textShape } from "../../json/shape.ts";
import { BadArgument, defineFunction, type FunctionDefinition } from "../define-function.ts";

const date = { name: "date", kind: "date" } as const;
const unit = { name: "unit", kind: "text" } as const;
const zone = { name: "zone", kind: "text", optional: true } as const;

/** Dates are ISO text in UTC, so they sort as text. There is no clock here: `run.startedAt` says when the run began. */
const definitions: readonly FunctionDefinition[] = [
  defineFunction({
    name: "parseDate",
    category: "date",
    params: [{ name: "text", kind: "date" }, { name: "format", kind: "text", optional: true }, zone],
    returns: textShape,
    doc: "Reads a date, in ISO form or in a format such as dd.MM.yyyy, as local time of the zone (UTC unless said).",
    example: 'parseDate("31.05.2024 09:30", "dd.MM.yyyy HH:mm", "Europe/Berlin")',
    result: "2024-05-31T07:30:00.000Z",
    call: ([text, format, own]) => iso(read(text, own, format)),
  }),
  defineFunction({
    name: "formatDate",
    category: "date",
    params: [date, { name: "format", kind: "text" }, zone, { name: "language", kind: "text", optional: true }],
    returns: textShape,
    doc: "The date as text in a format such as d LLLL yyyy or yyyy-MM-dd HH:mm, as seen in the zone (UTC unless said).",
    example: 'formatDate("2024-05-31T22:30:00Z", "d LLLL yyyy, HH:mm", "Europe/Berlin")',
    result: "1 June 2024, 00:30",
    call: ([value, format, own, language]) => formatted(value, format, own, language ?? "en"),
  }),
  defineFunction({
    name: "addDays",
    category: "date",
    params: [date, { name: "days", kind: "number" }],
    returns: textShape,
    doc: "The date so many days later; earlier when negative.",
    example: 'addDays("2024-02-28T10:00:00Z", 2)',
    result: "2024-03-01T10:00:00.000Z",
    call: ([value, days]) => iso(read(value).plus({ days })),
  }),
  defineFunction({
    name: "addDuration",
    category: "date",
    params: [date, { name: "duration", kind: "text" }, zone],
    returns: textShape,
    doc: "The date later by a duration such as 90m, 1h30m, 2d, 1w, 3mo, 1y or ISO P1M; months keep the local time of the zone.",
    example: 'addDuration("2024-01-31T00:00:00Z", "1mo")',
    result: "2024-02-29T00:00:00.000Z",
    call: ([value, duration, own]) => iso(read(value).setZone(zoneOf(own)).plus(durationOf(duration))),
  }),
  defineFunction({
    name: "dateDiff",
    category: "date",
    params: [{ name: "start", kind: "date" }, { name: "end", kind: "date" }, unit],
    returns: numberShape,
    doc: "How many days, hours, minutes … lie between two dates, with a fraction; negative when the end is earlier.",
    example: 'dateDiff("2024-01-01T00:00:00Z", "2024-01-02T12:00:00Z", "days")',
    result: 1.5,
    call: ([start, end, own]) => read(end).diff(read(start), unitOf(own)).as(unitOf(own)),
  }),
  defineFunction({
    name: "startOf",
    category: "date",
    params: [date, unit, zone],
    returns: textShape,
    doc: "The begin of the day, week, month, quarter or year that the date is in, as seen in the zone.",
    example: 'startOf("2024-05-31T22:30:00Z", "month", "Europe/Berlin")',
    result: "2024-05-31T22:00:00.000Z",
    call: ([value, own, where]) => iso(read(value).setZone(zoneOf(where)).startOf(unitOf(own))),
  }),
  defineFunction({
    name: "endOf",
    category: "date",
    params: [date, unit, zone],
    returns: textShape,
    doc: "The last millisecond of the day, week, month, quarter or year that the date is in, as seen in the zone.",
    example: 'endOf("2024-02-10T00:00:00Z", "month")',
    result: "2024-02-29T23:59:59.999Z",
    call: ([value, own, where]) => iso(read(value).setZone(zoneOf(where)).endOf(unitOf(own))),
  }),
  defineFunction({
    name: "datePart",
    category: "date",
    params: [date, { name: "part", kind: "text" }, zone],
    returns: numberShape,
    doc: "One number of a date: year, quarter, month, week, day, weekday (Monday is 1), hour, minute or second.",
    example: 'datePart("2024-05-31T10:00:00Z", "weekday")',
    result: 5,
    call: ([value, part, own]) => partOf(read(value).setZone(zoneOf(own)), part),
  }),
  defineFunction({
    name: "unixTime",
    category: "date",
    params: [date],
    returns: numberShape,
    doc: "Seconds since 1970, as many programs write dates.",
    example: 'unixTime("2024-01-01T00:00:00Z")',
    result: 1704067200,
    call: ([value]) => read(value).toSeconds(),
  }),
  defineFunction({
    name: "dateFromUnix",
    category: "date",
    params: [{ name: "seconds", kind: "number" }],
    returns: textShape,
    doc: "The date that lies so many seconds after 1970.",
    example: "dateFromUnix(1704067200)",
    result: "2024-01-01T00:00:00.000Z",
    call: ([seconds]) => iso(DateTime.fromMillis(Math.round(seconds * 1000), { zone: "utc" })),
  }),
  defineFunction({
    name: "isDate",
    category: "date",
    params: [{ name: "value", kind: "any" }],
    returns: boolShape,
    doc: "Whether a text is a date in ISO form.",
    example: 'isDate("2024-02-30")',
    result: false,
    call: ([value]) =>
      typeof value === "string" &&
      value.length < 100 &&
      hasYear(value) &&
      DateTime.fromISO(value, { zone: "utc" }).isValid,
  }),
];

/** Working with zones and languages takes long: counted as so many operations. */
const unitsOfWork = 40;

export const dateFunctions: readonly FunctionDefinition[] = definitions.map((definition) => ({
  ...definition,
  call: (args, work) => {
    work.charge(definition.name === "formatDate" ? unitsOfWork * 4 : unitsOfWork);
    return definition.call(args, work);
  },
}));

const units = ["millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year"] as const;
type Unit = (typeof units)[number];
const parts = ["year", "quarter", "month", "day", "weekday", "hour", "minute", "second", "week"] as const;

function zoneOf(name: string | null | undefined): Zone {
  if (name === null || name === undefined || name === "" || name.toLowerCase() === "utc")
    return FixedOffsetZone.utcInstance;
  const zone = name.length < 60 ? IANAZone.create(name) : null;
  if (zone?.isValid) return zone;
  throw new BadArgument(`"${name.slice(0, 40)}" is not a time zone. Write one such as Europe/Berlin or UTC.`);
}

function read(value: string | number, zoneName?: string | null, format?: string | null): DateTime {
  const options = { zone: zoneOf(zoneName), locale: "en" };
  const text = String(value);
  if (text.length > 100) throw new BadArgument("the text is too long to be a date.");
  if (format && !/[ykGXxDFf]/.test(format.replace(/'[^']*'/g, "")))
    throw new BadArgument("the format must have a year (yyyy).");
  const made =
    typeof value === "number"
      ? DateTime.fromMillis(checkedMillis(value), options)
      : format
        ? DateTime.fromFormat(text.trim(), format, options)
        : fromAnyIso(text.trim(), options);
  if (made.isValid) return made;
  const advice = format
    ? `does not fit the format ${format.slice(0, 40)}`
    : "is not a date in ISO form; use parseDate(text, format)";
  throw new BadArgument(`"${text}" ${advice}.`);
}

function checkedMillis(value: number): number {
  if (Number.isFinite(value)) return Math.trunc(value);
  throw new BadArgument("this is not a date.");
}

function fromAnyIso(text: string, options: { zone: Zone; locale: string }): DateTime {
  if (hasYear(text)) {
    const made = DateTime.fromISO(text, options);
    return made.isValid ? made : DateTime.fromSQL(text, options);
  }
  const mail = DateTime.fromRFC2822(text, options);
  return mail.isValid ? mail : DateTime.fromHTTP(text, options);
}

/** A time without a day would be taken for today's, by a clock that formulas must not see. */
function hasYear(text: string): boolean {
  return /^[+-]?\d{4}/.test(text);
}

function iso(value: DateTime): string {
  const text = value.toUTC().toISO();
  if (text) return text;
  throw new BadArgument("the date lies outside what can be written.");
}

function formatted(
  value: string | number,
  format: string,
  zoneName: string | null | undefined,
  language: string,
): string {
  if (format.length > 200) throw new BadArgument("the format is longer than 200 characters.");
  try {
    return read(value).setZone(zoneOf(zoneName)).setLocale(language).toFormat(format);
  } catch (thrown) {
    if (thrown instanceof BadArgument) throw thrown;
    throw new BadArgument('the language must be a code such as "en" or "de".');
  }
}

function unitOf(name: string): Unit {
  const found = units.find((known) => known === name || `${known}s` === name);
  if (found) return found;
  throw new BadArgument(`"${name.slice(0, 40)}" is not a unit. Use one of ${units.join(", ")}.`);
}

function partOf(value: DateTime, name: string): number {
  const found = parts.find((known) => known === name);
  if (!found) throw new BadArgument(`"${name.slice(0, 40)}" is not a part of a date. Use one of ${parts.join(", ")}.`);
  return found === "week" ? value.weekNumber : value[found];
}

const shortUnits: Readonly<Record<string, keyof DurationLikeObject>> = {
  ms: "milliseconds",
  s: "seconds",
  m: "minutes",
  h: "hours",
  d: "days",
  w: "weeks",
  mo: "months",
  y: "years",
};

function durationOf(text: string): Duration {
  const trimmed = text.trim();
  const complaint = `"${text.slice(0, 40)}" is not a duration. Write one such as 90m, 1h30m, 2d or P1M.`;
  if (trimmed.length > 60) throw new BadArgument(complaint);
  if (/^[+-]?P/.test(trimmed)) {
    const made = Duration.fromISO(trimmed);
    if (made.isValid) return made;
    throw new BadArgument(complaint);
  }
  const sign = trimmed.startsWith("-") ? -1 : 1;
  const body = trimmed.replace(/^[+-]/, "");
  if (!/^(\d+(\.\d+)?(ms|mo|s|m|h|d|w|y)\s*)+$/.test(body)) throw new BadArgument(complaint);
  const amounts: DurationLikeObject = {};
  for (const [, amount, short] of body.matchAll(/(\d+(?:\.\d+)?)(ms|mo|s|m|h|d|w|y)/g)) {
    const name = shortUnits[short ?? ""];
    if (name) amounts[name] = (amounts[name] ?? 0) + sign * Number(amount);
  }
  return Duration.fromObject(amounts);
}
