import type { GraphNode } from "#core/graph/graph.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { nextTimes } from "#core/time/next-times.ts";
import { cronOf, type ScheduleConfig } from "#core/time/schedule-config.ts";
import { tickValue } from "#core/time/tick-value.ts";

/**
 * What a trigger would bring, to change before a test run: the next time of a schedule, an event, a failure. Undefined
 * for triggers that have a sample of their own. `config` has its defaults filled in.
 */
export function triggerSample({ type }: GraphNode, config: JsonObject, nowMs: number): Json | undefined {
  switch (type) {
    case "schedule":
      return nextTick(config, nowMs);
    case "event":
      return {
        name: config.name === "*" || typeof config.name !== "string" ? "" : config.name,
        value: {},
        source: { workflowId: "wf_sample", runId: "run_sample", depth: 1 },
      };
    case "error":
      return {
        workflow: { id: typeof config.workflow === "string" ? config.workflow : "wf_sample", title: "A workflow" },
        run: { id: "run_sample" },
        failure: { code: "http", message: "The other side answered 500.", retryable: true, details: null },
        step: { id: "n_sample", key: "request", title: "A step" },
        source: { workflowId: "wf_sample", runId: "run_sample", depth: 1 },
      };
    default:
      return undefined;
  }
}

/** Settings that do not compile yet have no next time; then it is now. */
function nextTick(config: JsonObject, nowMs: number): Json {
  const zone = typeof config.zone === "string" ? config.zone : "UTC";
  try {
    const [atMs = nowMs] = nextTimes({ ...cronOf(config as unknown as ScheduleConfig), fromMs: nowMs, count: 1 });
    return tickValue({ atMs, zone, missed: 0 });
  } catch {
    return tickValue({ atMs: nowMs, zone: "UTC", missed: 0 });
  }
}
