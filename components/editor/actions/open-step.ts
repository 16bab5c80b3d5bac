import { PanelRightOpen } from "lucide-react";
import type { NoteId } from "#core/id.ts";
import { isLocked } from "../editor-session.ts";
import { selectedIds } from "../select.ts";
import type { SessionState } from "../session-store.ts";
import type { Action } from "./action.ts";

export const openStep: Action = {
  id: "step.open",
  label: ({ state }) => (noteOf(state) === null ? "Open settings" : "Write in the note"),
  icon: PanelRightOpen,
  category: "Step",
  shortcuts: ["Enter"],
  isReading: true,
  predicate: ({ nodes, state }) => nodes.length === 1 || noteOf(state) !== null,
  perform: ({ session, state, nodes }) => {
    if (nodes.length === 1) session.store.setState({ inspectorOpen: true, isStepExpanded: !isLocked(session) });
    else if (!isLocked(session)) session.store.setState({ editingNote: noteOf(state) });
  },
};

function noteOf({ selection }: SessionState): NoteId | null {
  const [only, ...more] = selectedIds(selection).notes;
  return only && more.length === 0 && selection.size === 1 ? only : null;
}
