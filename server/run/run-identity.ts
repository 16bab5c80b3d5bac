import type { NodeId, RunId, UserId, VersionId, WorkflowId, WorkspaceId } from "#core/id.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import type { TriggerKind } from "#core/schedule/trigger-kind.ts";

/** What does not change about a run. */
export type RunIdentity = {
  readonly workspaceId: WorkspaceId;
  readonly id: RunId;
  readonly workflowId: WorkflowId;
  readonly versionId: VersionId | null;
  readonly planHash: string;
  readonly mode: "test" | "live";
  readonly triggerNode: NodeId;
  readonly triggerKind: TriggerKind;
  readonly createdBy: UserId | null;
  /** The step of another run that started it. */
  readonly parentRunId: RunId | null;
  readonly parentActivation: ActivationId | null;
};
