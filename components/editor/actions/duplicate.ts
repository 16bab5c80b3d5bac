import { CopyPlus } from "lucide-react";
import { fragmentOf, insertFragment } from "../clipboard.ts";
import type { Action } from "./action.ts";

export const duplicate: Action = {
  id: "edit.duplicate",
  label: "Duplicate",
  icon: CopyPlus,
  category: "Edit",
  shortcuts: ["Mod+D"],
  predicate: ({ state }) => [...state.selection].some((id) => !id.includes(">")),
  perform: ({ session, graph, state }) => {
    insertFragment(session, fragmentOf(graph, state.selection), { verb: "Duplicate", shift: { x: 32, y: 48 } });
  },
};
