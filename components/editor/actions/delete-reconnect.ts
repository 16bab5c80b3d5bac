import { Unplug } from "lucide-react";
import type { Action } from "./action.ts";
import { deleteSelection } from "./delete.ts";

export const deleteReconnect: Action = {
  id: "edit.delete-reconnect",
  label: "Delete and reconnect",
  icon: Unplug,
  category: "Edit",
  shortcuts: ["Mod+Backspace", "Mod+Delete"],
  predicate: ({ nodes }) => nodes.length > 0,
  perform: (context) => deleteSelection(context, { reconnect: true }),
};
