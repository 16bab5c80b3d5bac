import type { DateTime } from "luxon";
import * as z from "zod";
import { momentAt, momentText, readMoment, readPattern } from "#core/time/read-moment.ts";
import { failure } from "../failure.ts";
import type { Json } from "../json/json.ts";
import { numberShape, textShape } from "../json/shape.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field, template, value, withFormula } from "../node-kit/field.ts";
import { emit, FailureError } from "../node-kit/outcome.ts";
import { rawText } from "../node-kit/raw-config.ts";

const units = ["years", "quarters", "months", "weeks", "days", "hours", "minutes", "seconds"] as const;
const roundUnits = ["year", "quarter", "month", "week", "day", "hour", "minute"] as const;
const when =
  (...actions: readonly string[]) =>
  (config: Readonly<Record<string, unknown>>) =>
    actions.includes(rawText(config.action));

const settings = z.object({
  action: field(z.enum(["now", "parse", "format", "add", "difference", "round"]).default("now"), {
    title: "What to do",
    labels: {
      now: "Give the current time",
      parse: "Read a date in a pattern",
      format: "Write a date",
      add: "Add or take away",
      difference: "Count the time between",
      round: "Round",
    },
  }),
  moment: field(withFormula(value(), "input"), {
    title: "Date",
    control: "date-time",
    visibleWhen: when("parse", "format", "add", "difference", "round"),
  }),
  pattern: field(template().default("yyyy-MM-dd"), {
    title: "Pattern",
    help: "yyyy year, MM month, dd day, HH hour, mm minute, ss second, cccc weekday, LLLL month by name.",
    visibleWhen: when("parse", "format"),
  }),
  amount: field(z.number().default(1), { title: "Amount", help: "Below zero to take away.", visibleWhen: when("add") }),
  until: field(value(), { title: "Until", control: "date-time", visibleWhen: when("difference") }),
  unit: field(z.enum(units).default("days"), { title: "Unit", visibleWhen: when("add", "difference") }),
  whole: field(z.boolean().default(true), { title: "Only whole ones", visibleWhen: when("difference") }),
  to: field(z.enum(roundUnits).default("day"), { title: "To the", visibleWhen: when("round") }),
  direction: field(z.enum(["start", "end", "nearest"]).default("start"), {
    title: "Direction",
    labels: { start: "Its start", end: "Its end", nearest: "The nearest start" },
    visibleWhen: when("round"),
  }),
  zone: field(template().default("UTC"), {
    title: "Time zone",
    help: "Dates without a zone are read in it, and the result is given in it.",
    control: "time-zone",
  }),
});

type Settings = z.output<typeof settings>;

export const dateTime = defineNode({
  type: "date-time",
  version: 1,
  title: "Date and time",
  summary: "Gives the current time, reads, writes, shifts, compares or rounds dates.",
  docs: `Dates are understood as ISO 8601 text (\`2027-01-31\`, \`2027-01-31T09:00:00+01:00\`), as e-mail and HTTP write them,
and as Unix seconds or milliseconds. Results are ISO 8601 text in the time zone you choose; *Write a date* gives text in
your pattern, *Count the time between* a number.

- **Current time** is the moment at which the step began.
- **Add** follows the calendar: a month after 31 January is the last day of February, and a day is a day also when
  clocks change.
- **Count the time between** is below zero when the second date is earlier.
- **Round** goes to the start or end of a unit; weeks begin on Monday.

### Example
Write \`trigger.body.created_at\` with the pattern \`d LLLL yyyy, HH:mm\` in Europe/Zurich: “31 January 2027, 10:00”.

### What can go wrong
- **… is not a date or time**: the text has another form; read it with *Read a date in a pattern*.
- **… does not fit the pattern**: check the order of day, month and year.
- **There is no time zone …**: use a name such as Europe/Zurich, or UTC.`,
  category: "text",
  icon: "calendar-clock",
  keywords: ["now", "today", "timestamp", "timezone", "duration", "age", "calendar", "weekday", "clock"],
  config: settings,
  output: ({ config }) => (config.action === "difference" ? numberShape : textShape),
  caption: (config) => captionOf(config),
  run: ({ config, now }) => emit("out", answer(config, now)),
});

function answer(config: Settings, now: number): Json {
  const { action, moment, zone, unit } = config;
  switch (action) {
    case "now":
      return momentText(momentAt(now, zone));
    case "parse":
      return momentText(readPattern(textOf(moment), config.pattern, zone));
    case "format":
      return readMoment(moment, zone).toFormat(config.pattern);
    case "add":
      return momentText(readMoment(moment, zone).plus({ [unit]: config.amount }));
    case "difference": {
      const between = readMoment(config.until, zone).diff(readMoment(moment, zone), unit).as(unit);
      // Adding 0 turns -0, which is not JSON, into 0.
      return (config.whole ? Math.trunc(between) : between) + 0;
    }
    case "round":
      return momentText(rounded(readMoment(moment, zone), config));
  }
}

function rounded(moment: DateTime, { to, direction }: Settings): DateTime {
  const start = moment.startOf(to);
  if (direction === "start") return start;
  if (direction === "end") return moment.endOf(to);
  const next = start.plus({ [to]: 1 });
  return moment.toMillis() - start.toMillis() < next.toMillis() - moment.toMillis() ? start : next;
}

function textOf(moment: Json): string {
  if (typeof moment === "string" || typeof moment === "number") return String(moment);
  throw new FailureError(failure("input", "There is no text to read a date from. Point “Date” at a text."));
}

function captionOf(config: Readonly<Record<string, unknown>>): string {
  const moment = rawText(config.moment);
  switch (config.action) {
    case "now":
      return `Now, ${rawText(config.zone)}`;
    case "add":
      return `${moment} + ${rawText(config.amount)} ${rawText(config.unit)}`;
    case "difference":
      return `${rawText(config.unit)} from ${moment} until ${rawText(config.until)}`;
    case "round":
      return `${moment} to the ${rawText(config.to)}`;
    default:
      return `${moment} ${config.action === "parse" ? "from" : "as"} ${rawText(config.pattern)}`;
  }
}
