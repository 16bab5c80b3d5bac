import type { VersionId, WorkflowId } from "#core/id.ts";
import { withWorkspace } from "#db/client.ts";
import type { WorkflowRow } from "#db/queries/workflows.ts";
import type { CommandContext, HookAddress } from "./command-context.ts";
import { findLiveWorkflow } from "./find-live-workflow.ts";
import { readDraft } from "./read-draft.ts";

export type LiveVersion = {
  readonly versionId: VersionId;
  readonly number: number;
  /** Unix milliseconds. */
  readonly publishedAt: number;
};

export type WorkflowDetails = {
  readonly id: WorkflowId;
  readonly title: string;
  readonly description: string;
  readonly live: LiveVersion | null;
  /** Addresses of the webhook steps of the draft; `live` when the published version answers there. */
  readonly hooks: readonly HookAddress[];
};

/** Title, published version and hook addresses of one workflow. Throws `not_found`. */
export async function getWorkflow(
  context: CommandContext,
  { workflowId }: { readonly workflowId: WorkflowId },
): Promise<WorkflowDetails> {
  const { db, actor, hooks } = context;
  const row = await findLiveWorkflow(context, workflowId);
  const { graph } = await readDraft(context, workflowId);
  const nodes = graph.nodes.filter((node) => node.type === "webhook").map((node) => node.id);
  const { workspaceId } = actor;
  return {
    id: row.id,
    ...graph.meta,
    live: liveVersionOf(row),
    hooks: await withWorkspace(db, workspaceId, (tx) => hooks.list(tx, { workspaceId, workflowId, nodes })),
  };
}

export function liveVersionOf(row: WorkflowRow): LiveVersion | null {
  const { liveVersionId, liveNumber, livePublishedAt } = row;
  if (liveVersionId === null || liveNumber === null || livePublishedAt === null) return null;
  return { versionId: liveVersionId, number: liveNumber, publishedAt: livePublishedAt.getTime() };
}
