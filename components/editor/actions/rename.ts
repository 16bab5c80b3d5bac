import { PencilLine } from "lucide-react";
import type { Action } from "./action.ts";

export const rename: Action = {
  id: "step.rename",
  label: "Rename",
  icon: PencilLine,
  category: "Step",
  shortcuts: ["F2"],
  predicate: ({ nodes }) => nodes.length === 1,
  perform: ({ session, nodes, state }) => {
    const [node] = nodes;
    if (!node) return;
    state.canvas?.reveal(node.id);
    session.store.setState({ renaming: node.id });
  },
};
