import type { Problem } from "#core/compile/problem.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { NodeId, WorkflowId } from "#core/id.ts";
import type { Shape } from "#core/json/shape.ts";

/** What the page asks the compile worker, and what it answers. Plain data: both cross by structured clone. */
export type CompileRequest = {
  readonly graph: Graph;
  readonly workflowId: WorkflowId | null;
  /** The step whose formulas are being written, null for those of the workflow; the scope there is wanted too. */
  readonly nodeId: NodeId | null;
  readonly learned: ReadonlyMap<NodeId, Shape>;
};

/** What formulas of a step, or of the workflow, may use. */
export type ScopeShapes = {
  readonly nodeId: NodeId | null;
  readonly shape: Shape;
  /** For the formulas of a container that look at what is inside; null for everything else. */
  readonly inside: Shape | null;
};

export type CompileAnswer = {
  readonly problems: readonly Problem[];
  /** Null for a step that is gone. */
  readonly scope: ScopeShapes | null;
};
