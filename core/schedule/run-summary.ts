import type { RunId, VersionId, WorkflowId } from "../id.ts";
import type { RunStatus } from "./event.ts";
import type { TriggerKind } from "./trigger-kind.ts";

/** One row of a list of runs: enough to name it, sort it and say how it went. */
export type RunSummary = {
  readonly id: RunId;
  readonly workflowId: WorkflowId;
  readonly workflowTitle: string;
  /** The version whose plan it follows; null when it tried the draft. */
  readonly versionId: VersionId | null;
  readonly versionNumber: number | null;
  readonly mode: "test" | "live";
  readonly trigger: TriggerKind;
  readonly status: RunStatus;
  /** Unix milliseconds; null while it has not begun or not ended. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Milliseconds from start to end; null while it runs. */
  readonly ms: number | null;
  /** Why it failed, and the step it failed at when it was one. */
  readonly failure: { readonly message: string; readonly nodeTitle: string | null } | null;
};
