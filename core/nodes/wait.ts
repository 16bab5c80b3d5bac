import * as z from "zod";
import { readMoment } from "#core/time/read-moment.ts";
import type { Effectful } from "../effects/effect.ts";
import { sleepUntil } from "../effects/perform.ts";
import { failure } from "../failure.ts";
import { anyShape } from "../json/shape.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field, template, value } from "../node-kit/field.ts";
import { emit, fail, type Outcome } from "../node-kit/outcome.ts";
import { rawText } from "../node-kit/raw-config.ts";

const unitMs = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;
const yearsMaxMs = 5 * 366 * unitMs.days;

export const wait = defineNode({
  type: "wait",
  version: 1,
  title: "Wait",
  summary: "Lets the run rest for a while or until a moment, then continues.",
  docs: `What arrives leaves unchanged when the time has come. A waiting run costs nothing and survives restarts. A
moment that has passed continues at once; a day here is 24 hours.

### Example
Wait 15 minutes, then ask a service again with an *HTTP request*. Or wait until \`trigger.body.remind_at\`.

### What can go wrong
- **… is not a date or time**: give the moment as 2027-01-31T09:00:00Z.
- **The wait is longer than five years**: check the unit.`,
  category: "flow",
  icon: "hourglass",
  keywords: ["delay", "sleep", "pause", "timer", "until", "later"],
  config: z.object({
    kind: field(z.enum(["duration", "until"]).default("duration"), {
      title: "Wait",
      labels: { duration: "For a while", until: "Until a moment" },
    }),
    amount: field(z.number().min(0).default(1), {
      title: "How long",
      visibleWhen: (config) => config.kind === "duration",
    }),
    unit: field(z.enum(["seconds", "minutes", "hours", "days"]).default("minutes"), {
      title: "Unit",
      labels: { seconds: "Seconds", minutes: "Minutes", hours: "Hours", days: "Days" },
      visibleWhen: (config) => config.kind === "duration",
    }),
    until: field(value(), {
      title: "Until",
      placeholder: "2027-01-31T09:00:00Z",
      control: "date-time",
      visibleWhen: (config) => config.kind === "until",
    }),
    zone: field(template().default("UTC"), {
      title: "Time zone",
      help: "For a moment that does not name its own.",
      control: "time-zone",
      visibleWhen: (config) => config.kind === "until",
    }),
  }),
  output: ({ inputs }) => inputs.get("in") ?? anyShape,
  caption: (config) =>
    config.kind === "until" ? `Until ${rawText(config.until)}` : `${rawText(config.amount)} ${unitOf(config)}`,
  *run({ config, input, now }): Effectful<Outcome> {
    const untilMs =
      config.kind === "duration"
        ? now + Math.round(config.amount * unitMs[config.unit])
        : readMoment(config.until, config.zone).toMillis();
    if (untilMs - now > yearsMaxMs) {
      return fail(failure("config", "The wait is longer than five years. Check the amount, its unit or the moment."));
    }
    yield* sleepUntil(untilMs);
    return emit("out", input);
  },
});

/** One second, two seconds. */
function unitOf({ amount, unit }: Readonly<Record<string, unknown>>): string {
  return amount === 1 ? rawText(unit).replace(/s$/, "") : rawText(unit);
}
