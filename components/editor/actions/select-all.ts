import { BoxSelect } from "lucide-react";
import { selectOnly } from "../select.ts";
import type { Action } from "./action.ts";

export const selectAll: Action = {
  id: "select.all",
  label: "Select all",
  icon: BoxSelect,
  category: "Select",
  shortcuts: ["Mod+A"],
  isReading: true,
  perform: ({ session, graph }) =>
    selectOnly(session.store, [...graph.nodes.map((node) => node.id), ...graph.notes.map((note) => note.id)]),
};
