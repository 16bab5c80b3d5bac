import type { WorkflowId } from "#core/id.ts";
import type { CommandContext } from "./command-context.ts";
import { notImplemented } from "./not-implemented.ts";

export function createWorkflow(
  _context: CommandContext,
  _input: { readonly title?: string | undefined },
): Promise<{ readonly workflowId: WorkflowId }> {
  return notImplemented();
}
