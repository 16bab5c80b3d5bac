import type { Certainty } from "../certainty.ts";
import type { Draft } from "../draft.ts";
import { named } from "../draft-node.ts";
import type { Problem } from "../problem.ts";

/** Each is held against each, so a port with very many edges is judged by its first. */
const edgesJudged = 50;

/**
 * Several edges into one port are right for branches that rejoin. When two of them can bring a value in the same run,
 * only the first in the order of the plan is `input`, which is seldom what people mean.
 */
export function findAmbiguousInputs({ nodes, flow }: Draft, certainty: Certainty): readonly Problem[] {
  const problems: Problem[] = [];
  // Steps on a circle are not judged: which of their values is the first is not the question there.
  for (const node of [...flow.regions.values()].flat()) {
    for (const { name } of node.ports?.inputs ?? []) {
      const edges = (flow.incoming.get(node.id) ?? []).filter(
        (edge) => edge.targetPort === name && flow.reached.has(edge.source),
      );
      const judged = edges.slice(0, edgesJudged);
      const clash = judged.some((edge, at) =>
        judged.slice(at + 1).some((other) => certainty.canBothDeliver(edge, other)),
      );
      if (!clash) continue;
      const sources = edges.flatMap((edge) => nodes.get(edge.source) ?? []).map(named);
      problems.push({
        code: "input-ambiguous",
        severity: "warning",
        nodeId: node.id,
        field: null,
        message: `Several values can arrive here in one run (from ${sources.join(" and ")}), and only the first becomes input. Put a Merge step before this one.`,
      });
    }
  }
  return problems;
}
