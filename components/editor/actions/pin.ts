import { Pin } from "lucide-react";
import type { Action } from "./action.ts";

/** Pins the step's last known output, or takes the pin off. */
export const pin: Action = {
  id: "step.pin",
  label: ({ nodes }) => (nodes[0]?.pinned === undefined ? "Pin last output" : "Unpin output"),
  icon: Pin,
  category: "Step",
  shortcuts: ["P"],
  predicate: ({ nodes, state }) => nodes.length === 1 && (nodes[0]?.pinned !== undefined || state.services !== null),
  perform: ({ session, nodes, state }) => {
    const [node] = nodes;
    if (!node) return;
    if (node.pinned !== undefined) session.dispatch({ type: "node.pin", id: node.id });
    else state.services?.pinLastOutput(node.id);
  },
};
