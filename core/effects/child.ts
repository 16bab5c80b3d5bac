import type { RunId, VersionId, WorkflowId } from "../id.ts";
import type { Json } from "../json/json.ts";

/** Another workflow's version as a run of its own. */
export type ChildRequest = {
  readonly workflowId: WorkflowId;
  /** A pinned version; null for the one that is live when the step begins. */
  readonly versionId: VersionId | null;
  readonly input: Json;
  /** Whether to wait for its end, whose failure is then this step's failure (`child`), or go on at once. */
  readonly wait: boolean;
};

/** `output` is null when the step does not wait. */
export type ChildResult = { readonly runId: RunId; readonly output: Json };
