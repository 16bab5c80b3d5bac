import { StickyNote } from "lucide-react";
import { freshId } from "../fresh-id.ts";
import { toGrid } from "../new-node.ts";
import { selectOnly } from "../select.ts";
import type { Action } from "./action.ts";

export const addNote: Action = {
  id: "add.note",
  label: "Add note",
  icon: StickyNote,
  category: "Add",
  shortcuts: ["Shift+N"],
  perform: ({ session, state }) => {
    const at = state.canvas ? state.canvas.toCanvas(state.canvas.pointer()) : { x: 0, y: 0 };
    const id = freshId("note");
    const note = { id, text: "", x: toGrid(at.x), y: toGrid(at.y), w: 240, h: 120, color: "yellow" } as const;
    session.dispatch({ type: "note.add", note });
    selectOnly(session.store, [id]);
    session.store.setState({ editingNote: id });
  },
};
