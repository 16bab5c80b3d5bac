import type { VersionId, WorkflowId } from "#core/id.ts";
import type { CommandContext } from "./command-context.ts";
import { notImplemented } from "./not-implemented.ts";

export function publishVersion(
  _context: CommandContext,
  _input: { readonly workflowId: WorkflowId; readonly notes?: string | undefined },
): Promise<{ readonly versionId: VersionId; readonly number: number }> {
  return notImplemented();
}
