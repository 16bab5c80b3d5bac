import type { Draft } from "../draft.ts";
import { type DraftNode, isTrigger, kindOf } from "../draft-node.ts";
import type { Problem } from "../problem.ts";

/** Steps that no run comes to. They are left out of the plan, so that half a drawing does not stop the other half. */
export function findUnreachable(draft: Draft): readonly Problem[] {
  const { nodes, flow } = draft;
  if (flow.triggers.length === 0) return [];
  const isAsleep = (node: DraftNode): boolean => {
    const parent = node.parent === null ? undefined : nodes.get(node.parent);
    // The container says it for what it holds.
    return parent !== undefined && (parent.node.disabled || !flow.reached.has(parent.id));
  };
  return [...nodes.values()]
    .filter((node) => !flow.reached.has(node.id) && !isTrigger(node) && !isAsleep(node))
    .map((node) => ({
      code: "unreachable",
      severity: "warning",
      nodeId: node.id,
      field: null,
      message:
        kindOf(node) === "state"
          ? "No way through the machine leads to this state. Connect a transition of another state to it, or delete it."
          : "Nothing leads to this step, so it never runs. Connect it to a step before it, or delete it.",
    }));
}
