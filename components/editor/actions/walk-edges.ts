import { MoveLeft, MoveRight } from "lucide-react";
import { isLocked } from "../editor-session.ts";
import { selectOnly } from "../select.ts";
import { besideEdge, edgeBeside, onlyEdge } from "../walk-edges.ts";
import type { Action, ActionContext } from "./action.ts";

/**
 * From a step to the connection beside it, and on to the step at its other end. Where there is none, the key is still
 * taken: Alt and an arrow would leave the page.
 */
export const walkEdges: readonly Action[] = [
  {
    id: "select.edge-out",
    label: "Go along the next connection",
    icon: MoveRight,
    category: "Select",
    shortcuts: ["Alt+ArrowRight"],
    isReading: true,
    predicate: ({ state }) => state.selection.size > 0,
    perform: (context) => walk(context, "right"),
  },
  {
    id: "select.edge-in",
    label: "Go back along the connection before",
    icon: MoveLeft,
    category: "Select",
    shortcuts: ["Alt+ArrowLeft"],
    isReading: true,
    predicate: ({ state }) => state.selection.size > 0,
    perform: (context) => walk(context, "left"),
  },
];

function walk({ session, state, graph: draft }: ActionContext, way: "left" | "right"): void {
  const graph = (isLocked(session) && state.run?.graph) || draft;
  const scene = { graph, registry: session.registry };
  const edge = onlyEdge(graph, state.selection);
  const node = graph.nodes.find((each) => state.selection.has(each.id));
  const next = edge ? besideEdge(scene, edge, way) : node ? edgeBeside(scene, node.id, way) : null;
  if (next) {
    selectOnly(session.store, [next]);
    state.canvas?.reveal(next);
  } else if (node) {
    const spoken = way === "right" ? `Nothing is connected behind ${node.title}` : `Nothing leads into ${node.title}`;
    session.store.setState({ spoken });
  }
}
