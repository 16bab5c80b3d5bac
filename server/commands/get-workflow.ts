import type { NodeId, VersionId, WorkflowId } from "#core/id.ts";
import type { CommandContext } from "./command-context.ts";
import { notImplemented } from "./not-implemented.ts";

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
  /** Addresses of its webhook steps; `live` when the published version answers there. */
  readonly hooks: readonly { readonly nodeId: NodeId; readonly path: `/hooks/${string}`; readonly live: boolean }[];
};

export function getWorkflow(
  _context: CommandContext,
  _input: { readonly workflowId: WorkflowId },
): Promise<WorkflowDetails> {
  return notImplemented();
}
