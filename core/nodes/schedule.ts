import * as z from "zod";
import { numberShape, objectShape, textShape } from "../json/shape.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field } from "../node-kit/field.ts";
import { emit } from "../node-kit/outcome.ts";
import { hourSteps, minuteSteps, timeOfDay, weekdayNames } from "../time/schedule-config.ts";

type Raw = Readonly<Record<string, unknown>>;

const everyIs =
  (...wanted: readonly string[]) =>
  (config: Raw) =>
    wanted.includes(String(config.every));

const settings = z.object({
  every: field(z.enum(["minutes", "hours", "day", "week", "month", "cron"]).default("day"), {
    title: "Every",
    labels: {
      minutes: "Few minutes",
      hours: "Few hours",
      day: "Day",
      week: "Week",
      month: "Month",
      cron: "Cron line",
    },
  }),
  minutes: field(z.enum(minuteSteps).default("15"), {
    title: "Minutes between",
    help: "Counted from the full hour.",
    visibleWhen: everyIs("minutes"),
  }),
  hours: field(z.enum(hourSteps).default("1"), {
    title: "Hours between",
    help: "Counted from midnight.",
    visibleWhen: everyIs("hours"),
  }),
  minute: field(z.number().int().min(0).max(59).default(0), {
    title: "Minute of the hour",
    mode: "fixed",
    visibleWhen: everyIs("hours"),
  }),
  weekday: field(z.enum(weekdayNames).default("monday"), {
    title: "On",
    labels: { workdays: "Monday to Friday", weekends: "Saturday and Sunday" },
    visibleWhen: everyIs("week"),
  }),
  lastDay: field(z.boolean().default(false), { title: "On the last day of the month", visibleWhen: everyIs("month") }),
  dayOfMonth: field(z.number().int().min(1).max(31).default(1), {
    title: "Day of the month",
    help: "Months that do not have this day are left out.",
    mode: "fixed",
    visibleWhen: (config) => config.every === "month" && config.lastDay !== true,
  }),
  time: field(z.string().regex(timeOfDay, "Write the time as 09:30.").default("09:00"), {
    title: "At",
    placeholder: "09:00",
    visibleWhen: everyIs("day", "week", "month"),
  }),
  // Whether a line can be read, and whether there is such a zone, is for `checks/schedule-faults.ts`.
  cron: field(z.string().min(1, "Fill this in.").default("0 9 * * 1-5"), {
    title: "Cron line",
    help: "Minute, hour, day of the month, month, day of the week; seconds may stand before them.",
    placeholder: "0 9 * * 1-5",
    visibleWhen: everyIs("cron"),
  }),
  zone: field(z.string().min(1, "Fill this in.").default("UTC"), {
    title: "Time zone",
    help: "Summer time is kept to.",
    control: "time-zone",
  }),
  missed: field(z.enum(["skip", "once", "all"]).default("once"), {
    title: "Times missed while the server was down",
    labels: { skip: "Are left out", once: "One run for all of them", all: "One run for each" },
    advanced: true,
  }),
});

export const schedule = defineNode({
  type: "schedule",
  version: 1,
  title: "Schedule",
  summary: "Starts a run again and again at the times you choose.",
  docs: `The times count from publishing: only the **published** version is started. Each time starts exactly one run,
however many servers work together. Under the settings you see the next five times.

Formulas read the time that was meant as \`trigger.scheduledFor\`, with its parts \`trigger.date\`, \`trigger.time\` and
\`trigger.weekday\` in the time zone chosen. A run may begin a second later.

**Summer time**: a daily time that does not exist on the day when the clock is put forward happens at the first moment
after the gap, and one that exists twice happens once.

**Times missed** while no server ran become nothing, one run for the last of them (\`trigger.missed\` counts the
others), or one run for each, 100 at most.

### Example
Every day at \`06:30\` in Europe/Zurich. Or the cron line \`0 9 * * MON#1\`: nine o'clock on the first Monday of the month.

### What can go wrong
- **There is no such day, so this never happens**: for example \`0 0 31 2 *\`, the 31st of February.
- **There is no such time zone**: use a name such as Europe/Zurich.`,
  category: "trigger",
  icon: "calendar-clock",
  keywords: ["cron", "timer", "daily", "weekly", "monthly", "every", "interval", "recurring", "time", "trigger"],
  role: "trigger",
  config: settings,
  ports: { inputs: [], outputs: [{ name: "out" }] },
  output: objectShape({
    scheduledFor: textShape,
    date: textShape,
    time: textShape,
    weekday: textShape,
    zone: textShape,
    missed: numberShape,
  }),
  caption: captionOf,
  run: ({ input }) => emit("out", input),
});

function captionOf(config: Raw): string {
  const time = String(config.time);
  switch (config.every) {
    case "minutes":
      return config.minutes === "1" ? "Every minute" : `Every ${config.minutes} minutes`;
    case "hours":
      return config.hours === "1" ? "Every hour" : `Every ${config.hours} hours`;
    case "day":
      return `Every day at ${time}`;
    case "week":
      return `${capital(String(config.weekday))} at ${time}`;
    case "month":
      return config.lastDay === true ? `Last day of the month at ${time}` : `Day ${config.dayOfMonth} at ${time}`;
    default:
      return String(config.cron ?? "");
  }
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
