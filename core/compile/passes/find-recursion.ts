import type { WorkflowId } from "../../id.ts";
import type { Certainty } from "../certainty.ts";
import type { Draft } from "../draft.ts";
import { named } from "../draft-node.ts";
import type { Problem } from "../problem.ts";

/**
 * A workflow that runs itself whatever happens, and so would never end:
 *
 *     manual > call-workflow (this one)       manual > if, if.true > call-workflow (this one)      the second may end
 *
 * Circles over several workflows cannot be seen in one drawing; the engine stops them after some depth.
 */
export function findRecursion(draft: Draft, certainty: Certainty, workflowId: WorkflowId | null): readonly Problem[] {
  const { nodes, flow } = draft;
  const start = flow.triggers.find((trigger) => trigger.node.type === "manual");
  if (workflowId === null || !start) return [];
  return [...nodes.values()]
    .filter(({ node, config, parent }) => {
      const callsItself =
        node.type === "call-workflow" && config.workflow === workflowId && config.version !== "pinned";
      return callsItself && parent === null && !node.disabled;
    })
    .filter(({ id }) => certainty.isCertainFrom(start.id, id))
    .map((node) => ({
      code: "recursion",
      severity: "error",
      nodeId: node.id,
      field: "workflow",
      message: `${named(node)} runs this workflow again, whatever happens, so it would never end. Put a branch before it, or choose another workflow.`,
    }));
}
