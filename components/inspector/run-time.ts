const time = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat("en", { month: "short", day: "numeric" });

/** `12:03` today, `Nov 19, 12:03` before. `at` and `now` in Unix milliseconds. */
export function runTime(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return isToday ? time.format(at) : `${day.format(at)}, ${time.format(at)}`;
}

const moment = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" });

/** `Nov 19, 2026, 12:03:20`: for moments to come, to the second. Unix milliseconds. */
export function momentText(at: number): string {
  return moment.format(at);
}
