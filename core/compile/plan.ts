import type { EdgeId, NodeId } from "../id.ts";
import type { JsonObject } from "../json/json.ts";
import type { StepHandling } from "../settings/step-handling.ts";
import type { WorkflowSettings } from "../settings/workflow-settings.ts";

/**
 * What a graph compiles to: canonical JSON that the scheduler and the driver understand without the drawing.
 * Nodes are in an order in which each comes after everything it waits for. No positions, no notes.
 */
export type Plan = {
  readonly format: 1;
  readonly nodes: readonly PlanNode[];
  readonly edges: readonly PlanEdge[];
  /** Absent when every setting is as it comes, and in plans of earlier versions. */
  readonly settings?: WorkflowSettings;
};

export type PlanNode = {
  readonly id: NodeId;
  readonly key: string;
  readonly title: string;
  readonly type: string;
  readonly version: number;
  readonly kind: "trigger" | "step" | "respond" | "each" | "repeat" | "states" | "state";
  /** The container that holds it, or null. */
  readonly parent: NodeId | null;
  readonly disabled: boolean;
  /** Raw settings, parsed and with defaults filled in; formulas still tagged and known to parse. */
  readonly config: JsonObject;
  /** Timeout, retries and fallback; absent when all are as they come. */
  readonly handling?: StepHandling;
};

export type PlanEdge = {
  readonly id: EdgeId;
  readonly source: NodeId;
  readonly sourcePort: string;
  readonly target: NodeId;
  readonly targetPort: string;
};
