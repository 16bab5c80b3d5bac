import type { Problem } from "#core/compile/problem.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { NodeId, WorkflowId } from "#core/id.ts";
import type { Shape } from "#core/json/shape.ts";

/** What the page asks the compile worker, and what it answers. Plain data: both cross by structured clone. */
export type CompileRequest = {
  readonly graph: Graph;
  readonly workflowId: WorkflowId | null;
  /** The step whose formulas are being written; its scope is wanted too. */
  readonly nodeId: NodeId | null;
  readonly learned: ReadonlyMap<NodeId, Shape>;
};

export type CompileAnswer = {
  readonly problems: readonly Problem[];
  readonly scope: { readonly nodeId: NodeId; readonly shape: Shape } | null;
};
