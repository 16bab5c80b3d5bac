import { BoxSelect } from "lucide-react";
import { drawnOf } from "#components/canvas/drawn-cards.ts";
import { sceneOf } from "../scene.ts";
import { selectOnly } from "../select.ts";
import type { Action } from "./action.ts";

export const selectAll: Action = {
  id: "select.all",
  label: "Select all",
  icon: BoxSelect,
  category: "Select",
  shortcuts: ["Mod+A"],
  isReading: true,
  perform: ({ session, graph }) => {
    const { hidden } = drawnOf(sceneOf(session));
    const seen = graph.nodes.filter((node) => !hidden.has(node.id));
    selectOnly(session.store, [...seen.map((node) => node.id), ...graph.notes.map((note) => note.id)]);
  },
};
