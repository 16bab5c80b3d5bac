import * as z from "zod";
import { readMoment } from "#core/time/read-moment.ts";
import { failure } from "../failure.ts";
import type { Json } from "../json/json.ts";
import { field, template, value } from "../node-kit/field.ts";
import { FailureError } from "../node-kit/outcome.ts";

const unitMs = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;
const yearsMaxMs = 5 * 366 * unitMs.days;

type Raw = Readonly<Record<string, unknown>>;
const limitIs = (wanted: string) => (config: Raw) => config.limit === wanted;

/** Settings of a step that waits and may give up: it then goes on at its port `timeout`. */
export const timeLimitFields = {
  limit: field(z.enum(["none", "for", "until"]).default("none"), {
    title: "Give up",
    labels: { none: "Never", for: "After a while", until: "At a moment" },
  }),
  amount: field(z.number().min(0).default(1), { title: "After", visibleWhen: limitIs("for") }),
  unit: field(z.enum(["minutes", "hours", "days"]).default("days"), {
    title: "Unit",
    labels: { minutes: "Minutes", hours: "Hours", days: "Days" },
    visibleWhen: limitIs("for"),
  }),
  until: field(value(), {
    title: "At",
    placeholder: "2027-01-31T09:00:00Z",
    control: "date-time",
    visibleWhen: limitIs("until"),
  }),
  zone: field(template().default("UTC"), {
    title: "Time zone",
    help: "For a moment that does not name its own.",
    control: "time-zone",
    visibleWhen: limitIs("until"),
  }),
} as const;

type TimeLimit = {
  readonly limit: "none" | "for" | "until";
  readonly amount: number;
  readonly unit: keyof typeof unitMs;
  readonly until: Json;
  readonly zone: string;
};

/** The moment at which the step gives up, as Unix milliseconds; null for never. Throws a FailureError. */
export function timeLimitOf(config: TimeLimit, now: number): number | null {
  if (config.limit === "none") return null;
  const untilMs =
    config.limit === "for"
      ? now + Math.round(config.amount * unitMs[config.unit])
      : readMoment(config.until, config.zone).toMillis();
  if (untilMs - now <= yearsMaxMs) return untilMs;
  const message = "The time limit is longer than five years. Check the amount, its unit or the moment.";
  throw new FailureError(failure("config", message));
}

/** The port of a step that gave up; none when it never does. */
export function timeoutPorts(config: Raw): readonly { readonly name: string; readonly title: string }[] {
  return config.limit === "none" ? [] : [{ name: "timeout", title: "Time is over" }];
}
