import type { WorkflowId } from "#core/id.ts";
import type { CommandContext } from "./command-context.ts";
import { notImplemented } from "./not-implemented.ts";

export function replaceWorkflow(
  _context: CommandContext,
  _input: { readonly workflowId: WorkflowId; readonly text: string },
): Promise<{ readonly workflowId: WorkflowId }> {
  return notImplemented();
}
