import type { GraphNode } from "#core/graph/graph.ts";
import type { Json } from "#core/json/json.ts";
import { isJsonList, isJsonObject } from "#core/json/json.ts";

/** Whether a person must say what the run begins with: a form, JSON, or a call. A plain manual start needs nothing. */
export function needsInput(trigger: GraphNode): boolean {
  if (trigger.type !== "manual") return true;
  if (trigger.config.ask === "form") return isJsonList(trigger.config.fields) && trigger.config.fields.length > 0;
  return isJsonObject(trigger.config.sample) && Object.keys(trigger.config.sample).length > 0;
}

/** What a manual start begins with when nobody is asked: its pinned output, else its sample. */
export function sampleInput(trigger: GraphNode): Json {
  if (trigger.pinned !== undefined) return trigger.pinned;
  return trigger.config.ask === "form" ? {} : (trigger.config.sample ?? {});
}
