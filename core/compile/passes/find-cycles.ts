import type { NodeId } from "../../id.ts";
import type { Draft } from "../draft.ts";
import { named } from "../draft-node.ts";
import type { Problem } from "../problem.ts";

const namesShown = 4;

/** Steps that wait for one another would never start. One problem per circle, on its first step. */
export function findCycles({ nodes, flow }: Draft): readonly Problem[] {
  return flow.circles.map((circle): Problem => {
    const members = new Set<NodeId>(circle);
    const inside = circle.flatMap((id) => flow.outgoing.get(id) ?? []).filter((edge) => members.has(edge.target));
    // The edge that leads furthest to the left is most likely the one that was drawn by mistake.
    const back = inside.toSorted((a, b) => leap(nodes, a) - leap(nodes, b) || (a.id < b.id ? -1 : 1))[0];
    const titles = circle.flatMap((id) => nodes.get(id) ?? []).map(named);
    const more = titles.length > namesShown ? ` and ${titles.length - namesShown} more` : "";
    const who =
      titles.length === 1
        ? `${titles[0]} waits for itself`
        : `${titles.slice(0, namesShown).join(", ")}${more} wait for one another`;
    const problem: Problem = {
      code: "cycle",
      severity: "error",
      nodeId: circle[0] ?? null,
      field: null,
      message: `${who}. Delete one of the connections between them; to repeat steps, use For each.`,
    };
    if (!back) return problem;
    const fix = {
      label: "Delete the connection that leads back",
      commands: [{ type: "edge.remove", ids: [back.id] }],
    } as const;
    return { ...problem, edgeId: back.id, fix };
  });
}

function leap(nodes: Parameters<typeof findCycles>[0]["nodes"], edge: { source: NodeId; target: NodeId }): number {
  return (nodes.get(edge.target)?.node.x ?? 0) - (nodes.get(edge.source)?.node.x ?? 0);
}
