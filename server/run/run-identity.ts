import type { NodeId, RunId, UserId, VersionId, WorkflowId, WorkspaceId } from "#core/id.ts";

/** What does not change about a run. */
export type RunIdentity = {
  readonly workspaceId: WorkspaceId;
  readonly id: RunId;
  readonly workflowId: WorkflowId;
  readonly versionId: VersionId | null;
  readonly planHash: string;
  readonly mode: "test" | "live";
  readonly triggerNode: NodeId;
  readonly triggerKind: "manual" | "webhook";
  readonly createdBy: UserId | null;
};
