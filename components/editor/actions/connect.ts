import { Cable } from "lucide-react";
import { cardOf } from "#components/canvas/card-geometry.ts";
import { askAt } from "../on-screen.ts";
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
  perform: ({ session, nodes }) => {
    const [node] = nodes;
    if (node) session.store.setState({ connecting: { from: node.id, at: askAt(session, node) } });
  },
};
