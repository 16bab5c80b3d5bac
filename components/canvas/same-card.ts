import type { NodeProps } from "@xyflow/react";
import type { StepFlowNode } from "./to-flow.ts";

/**
 * Whether a card looks as before. Where it stands is not its matter: the wrapper around it moves. So a box is dragged
 * without drawing anew what it holds.
 */
export function isSameCard(a: NodeProps<StepFlowNode>, b: NodeProps<StepFlowNode>): boolean {
  return a.id === b.id && a.data === b.data && a.selected === b.selected && a.dragging === b.dragging;
}
