import type { NodeId, WorkflowId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { StepRecord } from "#core/schedule/step-record.ts";
import type { CommandContext } from "./command-context.ts";
import { notImplemented } from "./not-implemented.ts";

export function testStep(
  _context: CommandContext,
  _input: { readonly workflowId: WorkflowId; readonly nodeId: NodeId; readonly input?: Json | undefined },
): Promise<StepRecord> {
  return notImplemented();
}
