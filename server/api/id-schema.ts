import { z } from "zod";
import { type Id, isId, type NodeId, type RunId, type TaskId, type VersionId, type WorkflowId } from "#core/id.ts";
import type { ActivationId } from "#core/schedule/event.ts";

function idSchema<Prefix extends string>(prefix: Prefix) {
  return z.custom<Id<Prefix>>((value) => isId(prefix, value), `This must be an id that begins with ${prefix}_.`);
}

export const workflowId = idSchema("wf") satisfies z.ZodType<WorkflowId>;
export const versionId = idSchema("ver") satisfies z.ZodType<VersionId>;
export const runId = idSchema("run") satisfies z.ZodType<RunId>;
export const taskId = idSchema("task") satisfies z.ZodType<TaskId>;
export const nodeId = idSchema("n") satisfies z.ZodType<NodeId>;
/** `n_ab12`, or `n_ab12:3.0` for an iteration. */
export const activationId = z.custom<ActivationId>(
  (value) => typeof value === "string" && isId("n", value.split(":")[0]) && /^[^:]+(:\d+(\.\d+)*)?$/.test(value),
  "This must name a step of a run.",
);
