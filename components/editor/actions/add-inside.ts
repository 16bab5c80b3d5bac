import { SquarePlus } from "lucide-react";
import { containerHeaderHeight } from "#components/canvas/box-measure.ts";
import { absolutePositions, cardOf } from "#components/canvas/card-geometry.ts";
import { onScreen } from "../on-screen.ts";
import { openPicker } from "../open-picker.ts";
import type { Action } from "./action.ts";

/** The first step of a container, or one more beside those it holds. */
export const addInside: Action = {
  id: "add.inside",
  label: "Add step inside…",
  icon: SquarePlus,
  category: "Add",
  shortcuts: ["Shift+A"],
  predicate: ({ nodes, session }) =>
    nodes.length === 1 && nodes.some((node) => cardOf(node, session.registry).isContainer),
  perform: ({ session, state, nodes, graph }) => {
    const [node] = nodes;
    if (!node) return;
    const corner = absolutePositions(graph.nodes).get(node.id) ?? node;
    const at = onScreen(state.canvas, { x: corner.x + 24, y: corner.y + containerHeaderHeight });
    const fallback = state.canvas?.pointer() ?? { x: innerWidth / 2, y: innerHeight / 3 };
    openPicker(session, { at: at ?? fallback, join: { kind: "inside", container: node.id } });
  },
};
