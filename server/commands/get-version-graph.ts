import type { Graph } from "#core/graph/graph.ts";
import type { VersionId, WorkflowId } from "#core/id.ts";
import type { CommandContext } from "./command-context.ts";
import { notImplemented } from "./not-implemented.ts";

export function getVersionGraph(
  _context: CommandContext,
  _input: { readonly versionId: VersionId },
): Promise<{ readonly workflowId: WorkflowId; readonly number: number; readonly graph: Graph }> {
  return notImplemented();
}
