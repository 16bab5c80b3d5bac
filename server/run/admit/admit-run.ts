import { createHash } from "node:crypto";
import type { Plan } from "#core/compile/plan.ts";
import type { RunId, WorkflowId } from "#core/id.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { evaluateConfig } from "#core/node-kit/evaluate-config.ts";
import { settingsDefinition } from "#core/settings/parse-settings.ts";
import { priorityOf, type WorkflowSettings } from "#core/settings/workflow-settings.ts";
import type { Admission } from "#db/queries/accept-runs.ts";

/** What of a request matters here. */
type Asked = {
  readonly plan: Plan;
  readonly workflowId: WorkflowId;
  readonly mode: "test" | "live";
  readonly input: Json;
  readonly key?: { readonly text: string; readonly windowMs: number };
  readonly recordedFrom?: RunId;
};

/** Of a key, in `run_keys`. */
const keyCharsMax = 300;

/** What the workflow's settings and the request say about when a run is driven; null when that is "at once" and no more. */
export function admissionOf(request: Asked, startedAt: number): Admission | null {
  const { settings } = request.plan;
  const recordedFrom = request.recordedFrom ?? null;
  const key = keyOf(request);
  if (!settings && !key && !recordedFrom) return null;
  return {
    key: key && { text: shortened(key.text), windowMs: key.windowMs },
    priority: priorityIn(request.plan),
    gate: gateOf(request),
    deadlineAt: deadlineOf(request.plan, startedAt),
    recordedFrom,
  };
}

function priorityIn({ settings }: Plan): number {
  return priorityOf[settings?.priority ?? "normal"];
}

/** When a run of this plan fails if it has not ended; Unix milliseconds, null for never. */
export function deadlineOf({ settings }: Plan, startedAt: number): number | null {
  return settings?.deadlineSeconds ? startedAt + settings.deadlineSeconds * 1_000 : null;
}

/** Test runs are not held back: somebody waits at the screen. */
function gateOf({ plan: { settings }, mode }: Asked): Admission["gate"] {
  if (!settings?.concurrency || mode === "test") return null;
  return { limit: settings.concurrency, whenBusy: settings.whenBusy };
}

/** The caller's own key, else the one that the workflow computes from what the trigger brought. */
function keyOf(request: Asked): Admission["key"] {
  if (request.key) return request.key;
  const { settings } = request.plan;
  if (!settings || settings.dedupeKey === null || request.mode === "test") return null;
  const value = dedupeValue(settings, request);
  if (value === null || value === "") return null;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return { text: `user/${request.workflowId}/${text}`, windowMs: settings.dedupeSeconds * 1_000 };
}

/** Null also when the formula has no answer for this trigger: it is a run of its own then. */
function dedupeValue(settings: WorkflowSettings, { input }: Asked): unknown {
  const evaluated = evaluateConfig(settingsDefinition, settings as unknown as JsonObject, { trigger: input });
  return evaluated.ok ? ((evaluated.config as WorkflowSettings).dedupeKey ?? null) : null;
}

function shortened(text: string): string {
  if (text.length <= keyCharsMax) return text;
  const [kind = ""] = text.split("/", 1);
  return `${kind}/sha256/${createHash("sha256").update(text).digest("hex")}`;
}
