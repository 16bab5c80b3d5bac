import { useMemo } from "react";
import { useSession, useShownGraph } from "#components/editor/session-context.tsx";
import type { DropTarget, SessionState } from "#components/editor/session-store.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";

/** Says before a drop what it would do beyond moving: into which box, out of which, and what it would cut. */
export function DropHint() {
  const target = useSession(selectTarget);
  const graph = useShownGraph();
  const text = useMemo(() => dropSentence(graph, target), [graph, target]);
  return (
    <p
      role="status"
      data-testid="drop-hint"
      className={
        text === ""
          ? "sr-only"
          : "pointer-events-none absolute top-3 left-1/2 z-10 -translate-x-1/2 animate-fade rounded-full border bg-raised px-3 py-1.5 text-sm whitespace-nowrap text-ink shadow-high"
      }
    >
      {text}
    </p>
  );
}

/** "Move into “For each” · 1 connection is cut"; "" when a drop only moves. */
function dropSentence(graph: Graph, target: DropTarget | null): string {
  if (target === null) return "";
  if (target.kind === "edge") return "Insert into the connection";
  const titleOf = (id: NodeId) => graph.nodes.find((node) => node.id === id)?.title ?? "";
  const where =
    target.id !== null
      ? `Move into “${titleOf(target.id)}”`
      : target.from !== null
        ? `Move out of “${titleOf(target.from)}”`
        : "";
  const { length } = target.loses;
  if (length === 0) return where;
  return `${where} · ${length === 1 ? "1 connection is cut" : `${length} connections are cut`}`;
}

function selectTarget(state: SessionState) {
  return state.dropTarget;
}
