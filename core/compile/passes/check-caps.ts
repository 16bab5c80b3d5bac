import { caps } from "../../caps.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Problem } from "../problem.ts";

/** Sizes of the whole drawing (R16); sizes of formulas are checked with the formulas. */
export function checkCaps(graph: Graph): readonly Problem[] {
  if (graph.nodes.length <= caps.nodes) return [];
  const message = `This workflow has ${graph.nodes.length} steps; ${caps.nodes} are the most. Move a part into another workflow.`;
  return [{ code: "cap-exceeded", severity: "error", nodeId: null, field: null, message }];
}
