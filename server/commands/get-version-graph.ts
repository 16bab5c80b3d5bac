import type { Graph } from "#core/graph/graph.ts";
import type { VersionId, WorkflowId } from "#core/id.ts";
import { withWorkspace } from "#db/client.ts";
import { findVersion } from "#db/queries/versions.ts";
import type { CommandContext } from "./command-context.ts";
import { missing } from "./find-live-workflow.ts";

/** The drawing as it was published. Throws `not_found`. */
export async function getVersionGraph(
  { db, actor }: CommandContext,
  { versionId }: { readonly versionId: VersionId },
): Promise<{ readonly workflowId: WorkflowId; readonly number: number; readonly graph: Graph }> {
  const { workspaceId } = actor;
  const row = await withWorkspace(db, workspaceId, (tx) => findVersion(tx, { workspaceId, versionId }));
  if (!row) return missing("version");
  return { workflowId: row.workflowId, number: row.number, graph: row.graph };
}
