import type { NodeId, RunId, WorkflowId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { CommandContext } from "./command-context.ts";
import { notImplemented } from "./not-implemented.ts";

export type StartRunInput = {
  readonly workflowId: WorkflowId;
  /** The trigger to start from; the one and only when not given. */
  readonly trigger?: NodeId | undefined;
  readonly input: Json;
  readonly of: "draft" | "live";
};

export function startRun(_context: CommandContext, _input: StartRunInput): Promise<{ readonly runId: RunId }> {
  return notImplemented();
}
