import type { JsonObject } from "#core/json/json.ts";
import { parseSettings } from "#core/settings/parse-settings.ts";
import type { WorkflowSettings } from "#core/settings/workflow-settings.ts";
import { secondsInWords } from "./handling-summary.ts";

/** In one line what holds for all runs: "1 run at a time, deadline 2 h, high priority". */
export function settingsSummary(raw: JsonObject): string {
  const { chosen } = parseSettings(raw);
  if (!chosen) return "No limits";
  const parts = [
    ...(chosen.concurrency === null ? [] : [runsAtOnce(chosen.concurrency)]),
    ...(chosen.deadlineSeconds === null ? [] : [`deadline ${secondsInWords(chosen.deadlineSeconds)}`]),
    ...(chosen.priority === "normal" ? [] : [`${chosen.priority} priority`]),
    ...(isEmpty(chosen.dedupeKey) ? [] : [`one run per key in ${secondsInWords(chosen.dedupeSeconds)}`]),
    ...(chosen.errorWorkflow ? ["a workflow on failure"] : []),
    ...(chosen.retentionDays === null ? [] : [`kept for ${chosen.retentionDays} d`]),
  ];
  const text = parts.join(", ");
  return text === "" ? "No limits" : text.charAt(0).toUpperCase() + text.slice(1);
}

function runsAtOnce(count: number): string {
  return count === 1 ? "1 run at a time" : `${count} runs at a time`;
}

function isEmpty(key: WorkflowSettings["dedupeKey"]): boolean {
  return key === null || key === "";
}
