import type { Graph, GraphNode } from "#core/graph/graph.ts";
import type { EditorSession } from "../editor-session.ts";
import { layoutLabel } from "./layout.ts";

/**
 * Takes a step through the history and keeps in view what it moved or brought back. Answers the step's label, null when
 * there was none.
 */
export function takeAndShow(session: EditorSession, take: () => string | null | undefined): string | null {
  const before = session.graph.get();
  const label = take();
  if (!label) return null;
  const ids = movedBetween(before, session.graph.get());
  // Tidying up moves all at once: there it is not enough to see some of it.
  const how = label.startsWith(layoutLabel) ? "some" : "all";
  const { canvas } = session.store.getState();
  if (canvas) requestAnimationFrame(() => canvas.fitWhenHidden(ids, how));
  return label;
}

/** Steps that are new or stand elsewhere than before. */
export function movedBetween(before: Graph, after: Graph): readonly GraphNode["id"][] {
  const known = new Map(before.nodes.map((node) => [node.id, node]));
  return after.nodes
    .filter((node) => {
      const was = known.get(node.id);
      return !was || was.x !== node.x || was.y !== node.y || was.parent !== node.parent;
    })
    .map((node) => node.id);
}
