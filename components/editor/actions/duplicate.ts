import { CopyPlus } from "lucide-react";
import { fragmentOf, insertFragment } from "../clipboard.ts";
import { topsOf } from "../select.ts";
import type { Action } from "./action.ts";

export const duplicate: Action = {
  id: "edit.duplicate",
  label: "Duplicate",
  icon: CopyPlus,
  category: "Edit",
  shortcuts: ["Mod+D"],
  predicate: ({ state }) => [...state.selection].some((id) => !id.includes(">")),
  perform: ({ session, graph, nodes, state }) => {
    const parents = new Set(topsOf(graph, nodes).map((node) => node.parent));
    const [parent = null] = parents;
    insertFragment(session, fragmentOf(graph, state.selection), {
      verb: "Duplicate",
      shift: { x: 32, y: 48 },
      into: parents.size === 1 ? parent : null,
    });
  },
};
