import { DateTime } from "luxon";
import type { JsonObject } from "../json/json.ts";

/** What a schedule trigger gives: the time that was meant, in its zone. */
export function tickValue({ atMs, zone, missed }: { atMs: number; zone: string; missed: number }): JsonObject {
  const moment = DateTime.fromMillis(atMs, { zone, locale: "en-US" });
  return {
    scheduledFor: moment.toISO() ?? "",
    date: moment.toISODate() ?? "",
    time: moment.toFormat("HH:mm"),
    weekday: moment.toFormat("cccc").toLowerCase(),
    zone,
    missed,
  };
}
