import { Cable } from "lucide-react";
import { cardOf } from "#components/canvas/card-geometry.ts";
import { drawnOf } from "#components/canvas/drawn-cards.ts";
import { onScreen } from "../on-screen.ts";
import { sceneOf } from "../scene.ts";
import type { Action } from "./action.ts";

/** Asks which step the selected one leads to; see `ConnectPicker`. */
export const connect: Action = {
  id: "edit.connect",
  label: "Connect to…",
  icon: Cable,
  category: "Edit",
  shortcuts: ["Shift+C"],
  predicate: ({ nodes, session }) =>
    nodes.length === 1 &&
    nodes.some((node) => cardOf(node, session.registry).ports.some((port) => port.side === "out")),
  perform: ({ session, state, nodes }) => {
    const [node] = nodes;
    if (!node) return;
    const { cards, places } = drawnOf(sceneOf(session));
    const corner = places.get(node.id) ?? node;
    const at = onScreen(state.canvas, { x: corner.x + (cards.get(node.id)?.w ?? 0), y: corner.y });
    const fallback = state.canvas?.pointer() ?? { x: innerWidth / 2, y: innerHeight / 3 };
    session.store.setState({ connecting: { from: node.id, at: at ?? fallback } });
  },
};
