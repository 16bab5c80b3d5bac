import { Scissors } from "lucide-react";
import { writeClipboard } from "../clipboard.ts";
import type { Action } from "./action.ts";
import { deleteSelection } from "./delete.ts";

export const cut: Action = {
  id: "edit.cut",
  label: "Cut",
  icon: Scissors,
  category: "Edit",
  shortcuts: ["Mod+X"],
  isNativeKey: true,
  predicate: ({ state }) => state.selection.size > 0,
  perform: async (context) => {
    await writeClipboard(context.session);
    deleteSelection(context, { reconnect: false, label: "Cut" });
  },
};
