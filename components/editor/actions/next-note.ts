import { NotebookText } from "lucide-react";
import { selectOnly } from "../select.ts";
import type { Action } from "./action.ts";

/** Arrows go between steps only; this key goes round the notes, so that they too can be moved, written in and deleted. */
export const nextNote: Action = {
  id: "select.next-note",
  label: "Go to the next note",
  icon: NotebookText,
  category: "Select",
  shortcuts: ["N"],
  isReading: true,
  predicate: ({ graph }) => graph.notes.length > 0,
  perform: ({ session, graph, state }) => {
    const ordered = graph.notes.toSorted((a, b) => a.y - b.y || a.x - b.x);
    const at = ordered.findIndex((note) => state.selection.has(note.id));
    const next = ordered[(at + 1) % ordered.length];
    if (!next) return;
    selectOnly(session.store, [next.id]);
    state.canvas?.reveal(next.id);
  },
};
