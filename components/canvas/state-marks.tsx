import { useMemo } from "react";
import { useSession, useShownGraph } from "#components/editor/session-context.tsx";
import type { Graph, GraphNode } from "#core/graph/graph.ts";

/** What a state is to its machine, in signs that people know from drawings of machines: a dot before the first. */
export function StateMarks({ node }: { node: GraphNode }) {
  const graph = useShownGraph();
  const { isFirst, isLast } = useMemo(() => roleOfState(graph, node), [graph, node]);
  const visits = useSession((state) => state.run?.view.nodes.get(node.id)?.counts.total ?? 0);
  return (
    <>
      {isFirst && <span role="img" aria-label="First state" title="First state" className="state-first" />}
      {isLast && <span role="img" aria-label="End state" title="End state" className="state-last" />}
      {visits > 0 && (
        <span
          role="img"
          aria-label={visits === 1 ? "Visited once" : `Visited ${visits} times`}
          title={visits === 1 ? "Visited once" : `Visited ${visits} times`}
          className="absolute -top-2.5 left-11 flex h-5 items-center rounded-full border bg-surface px-1.5 text-xs font-medium text-muted tabular-nums"
        >
          {visits} ×
        </span>
      )}
    </>
  );
}

/** The first is the one that says so, or, when none does, one that no other leads to. The last leads nowhere. */
function roleOfState({ nodes, edges }: Graph, state: GraphNode): { isFirst: boolean; isLast: boolean } {
  const siblings = nodes.filter((node) => node.parent === state.parent);
  const isChosen = siblings.some((node) => node.config.initial === true);
  const isFirst = isChosen
    ? state.config.initial === true
    : !edges.some((edge) => edge.target === state.id && edge.source !== state.id);
  return { isFirst, isLast: !edges.some((edge) => edge.source === state.id) };
}
