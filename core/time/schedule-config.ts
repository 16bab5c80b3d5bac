import type { CronSchedule } from "./next-times.ts";

export const minuteSteps = ["1", "2", "3", "4", "5", "6", "10", "12", "15", "20", "30"] as const;
export const hourSteps = ["1", "2", "3", "4", "6", "8", "12"] as const;
export const weekdayNames = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
  "workdays",
  "weekends",
] as const;

/** The settings of a schedule trigger, parsed; those that are hidden may be anything of their kind. */
export type ScheduleConfig = {
  readonly every: "minutes" | "hours" | "day" | "week" | "month" | "cron";
  readonly minutes: (typeof minuteSteps)[number];
  readonly hours: (typeof hourSteps)[number];
  readonly minute: number;
  /** `09:30`. */
  readonly time: string;
  readonly weekday: (typeof weekdayNames)[number];
  readonly dayOfMonth: number;
  readonly lastDay: boolean;
  readonly cron: string;
  readonly zone: string;
};

const daysOfWeek: Readonly<Record<(typeof weekdayNames)[number], string>> = {
  monday: "1",
  tuesday: "2",
  wednesday: "3",
  thursday: "4",
  friday: "5",
  saturday: "6",
  sunday: "0",
  workdays: "1-5",
  weekends: "0,6",
};

export const timeOfDay = /^([01]?\d|2[0-3]):([0-5]\d)$/;

/** What people chose, as a cron line. */
export function cronOf(config: ScheduleConfig): CronSchedule {
  return { cron: lineOf(config), zone: config.zone };
}

function lineOf(config: ScheduleConfig): string {
  const [, hour = "0", minute = "0"] = timeOfDay.exec(config.time) ?? [];
  const at = `${Number(minute)} ${Number(hour)}`;
  switch (config.every) {
    case "minutes":
      return config.minutes === "1" ? "* * * * *" : `*/${config.minutes} * * * *`;
    case "hours":
      return `${config.minute} ${config.hours === "1" ? "*" : `*/${config.hours}`} * * *`;
    case "day":
      return `${at} * * *`;
    case "week":
      return `${at} * * ${daysOfWeek[config.weekday]}`;
    case "month":
      return `${at} ${config.lastDay ? "L" : config.dayOfMonth} * *`;
    case "cron":
      return config.cron.trim();
  }
}
