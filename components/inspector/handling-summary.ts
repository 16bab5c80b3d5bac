import type { JsonObject } from "#core/json/json.ts";
import { parseHandling } from "#core/settings/parse-settings.ts";
import type { StepHandling } from "#core/settings/step-handling.ts";

/** In one line how a step meets failures: "3 tries, 30 s limit, goes on with a value". */
export function handlingSummary(raw: JsonObject): string {
  const { chosen } = parseHandling(raw);
  if (!chosen) return "One try, no limit, a failure stops the run";
  const { attempts, timeoutSeconds, onFailure } = chosen;
  const parts = [
    ...(attempts > 1 ? [`${attempts} tries`] : []),
    ...(timeoutSeconds === null ? [] : [`${secondsInWords(timeoutSeconds)} limit`]),
    ...(afterwards[onFailure] ? [afterwards[onFailure]] : []),
  ];
  return parts.length > 0 ? parts.join(", ") : "A failure stops the run";
}

const afterwards: Readonly<Record<StepHandling["onFailure"], string>> = {
  stop: "",
  port: "goes on at the error port",
  fallback: "goes on with a value",
};

const units = [
  [86_400, "d"],
  [3_600, "h"],
  [60, "min"],
] as const;

/** `90` is 90 s, `120` is 2 min, `7200` is 2 h: the largest unit that leaves nothing over. */
export function secondsInWords(seconds: number): string {
  for (const [size, unit] of units) if (seconds >= size && seconds % size === 0) return `${seconds / size} ${unit}`;
  return `${seconds} s`;
}
