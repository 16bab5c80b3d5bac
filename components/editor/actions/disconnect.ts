import { Unlink } from "lucide-react";
import type { Action } from "./action.ts";

/** Takes away every connection of the selected steps and leaves the steps. */
export const disconnect: Action = {
  id: "edit.disconnect",
  label: "Disconnect from all steps",
  icon: Unlink,
  category: "Edit",
  shortcuts: ["Alt+Backspace", "Alt+Delete"],
  predicate: ({ graph, nodes, state }) => nodes.length > 0 && touching({ graph, state }).length > 0,
  perform: ({ session, graph, state }) => {
    const ids = touching({ graph, state }).map((edge) => edge.id);
    const what = ids.length === 1 ? "Disconnect" : `Disconnect ${ids.length} connections`;
    session.dispatch({ type: "edge.remove", ids }, what);
    session.store.setState({ spoken: ids.length === 1 ? "1 connection deleted" : `${ids.length} connections deleted` });
  },
};

function touching({ graph, state }: Pick<Parameters<Action["perform"]>[0], "graph" | "state">) {
  return graph.edges.filter((edge) => state.selection.has(edge.source) || state.selection.has(edge.target));
}
