import { Trash2 } from "lucide-react";
import type { DocumentCommand } from "#core/document/commands.ts";
import { selectedIds, selectOnly } from "../select.ts";
import { onlyEdge } from "../walk-edges.ts";
import type { Action, ActionContext } from "./action.ts";

export const deleteSelected: Action = {
  id: "edit.delete",
  label: "Delete",
  icon: Trash2,
  category: "Edit",
  shortcuts: ["Delete", "Backspace"],
  predicate: ({ state }) => state.selection.size > 0,
  perform: (context) => deleteSelection(context, { reconnect: false }),
};

/** Removes what is selected, of every kind, as one undo step. */
export function deleteSelection(
  { session, state, graph }: ActionContext,
  { reconnect, label = "Delete" }: { reconnect: boolean; label?: string },
): void {
  const { nodes, edges, notes } = selectedIds(state.selection);
  const commands: DocumentCommand[] = [];
  if (nodes.length > 0) commands.push({ type: "node.remove", ids: nodes, reconnect });
  if (edges.length > 0) commands.push({ type: "edge.remove", ids: edges });
  if (notes.length > 0) commands.push({ type: "note.remove", ids: notes });
  const count = nodes.length + notes.length;
  const what = count === 0 ? "connection" : count === 1 ? (notes.length === 1 ? "note" : "step") : `${count} steps`;
  // Where a lone connection was, the keyboard goes on from the step that it left.
  const from = onlyEdge(graph, state.selection);
  session.dispatch(commands, `${label} ${what}`);
  selectOnly(session.store, from ? [from.source] : []);
  session.store.setState({ spoken: `${what} ${label === "Cut" ? "cut" : "deleted"}` });
}
