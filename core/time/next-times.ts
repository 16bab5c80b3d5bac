import { Cron } from "croner";
import { DateTime, IANAZone } from "luxon";

export type CronSchedule = {
  /** Five fields, or six with seconds before them. */
  readonly cron: string;
  /** IANA name, or UTC. */
  readonly zone: string;
};

/**
 * The next moments of a schedule after `fromMs`, as Unix milliseconds; fewer than `count` when there are no more. Where
 * the clock is put forward, a fixed time that does not exist that day happens at the first moment that does; where it is
 * put back, a fixed time happens once, the first time round. Steps such as every half hour just go on.
 *
 * Given a moment to begin at, croner does not look at the clock; only `?` in a line makes it, which `cronFault` refuses.
 */
export function nextTimes({
  cron,
  zone,
  fromMs,
  count,
}: CronSchedule & { readonly fromMs: number; readonly count: number }): readonly number[] {
  const from = DateTime.fromMillis(fromMs).toJSDate();
  return readCron(cron, zone)
    .nextRuns(count, from)
    .map((moment) => moment.getTime());
}

/** The last moments of a schedule before `fromMs`, newest first. */
export function previousTimes({
  cron,
  zone,
  fromMs,
  count,
}: CronSchedule & { readonly fromMs: number; readonly count: number }): readonly number[] {
  // Whole seconds, rounded up: croner takes a time within the second of its reference for earlier than it.
  const from = DateTime.fromMillis(Math.ceil(fromMs / 1_000) * 1_000).toJSDate();
  return readCron(cron, zone)
    .previousRuns(count, from)
    .map((moment) => moment.getTime())
    .filter((ms) => ms < fromMs);
}

const lineMax = 100;
/** Any moment will do to ask whether a line fires at all: croner looks ahead to the year 10000. */
const epochMs = 0;

/** What is wrong with a cron line, as a sentence; null when it is right and there is a next time. */
export function cronFault(cron: string): string | null {
  const fields = cron.trim().split(/\s+/);
  if (cron.length > lineMax) return `This is longer than ${lineMax} characters. Shorten it.`;
  if (cron.includes("?")) return "Write * instead of ?.";
  const isNickname = fields.length === 1 && fields[0]?.startsWith("@");
  if (!isNickname && fields.length !== 5 && fields.length !== 6) {
    return "This needs five fields: minute, hour, day of the month, month, day of the week. For example: 0 9 * * 1-5.";
  }
  try {
    if (nextTimes({ cron, zone: "UTC", fromMs: epochMs, count: 1 }).length > 0) return null;
    return "There is no such day, so this never happens. Change the day or the month.";
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/^[A-Za-z]+: /, "") : "";
    return `This cannot be read as a schedule${said === "" ? "" : ` (${said.replace(/\.$/, "")})`}. Check its fields; for example: 0 9 * * 1-5.`;
  }
}

/** Whether schedules can be given in this zone. */
export function isZone(zone: string): boolean {
  return zone === "UTC" || (/^[A-Za-z]/.test(zone) && IANAZone.isValidZone(zone));
}

function readCron(cron: string, zone: string): Cron {
  return new Cron(cron.trim(), { timezone: zone, mode: "5-or-6-parts", paused: true });
}
