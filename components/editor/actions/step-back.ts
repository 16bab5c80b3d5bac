import { CircleSlash } from "lucide-react";
import { nothingSelected } from "../session-store.ts";
import type { Action } from "./action.ts";

/** Takes back one thing at a time: a past run that is shown, then the selection. */
export const stepBack: Action = {
  id: "select.none",
  label: "Deselect, or back to the draft",
  icon: CircleSlash,
  category: "Select",
  shortcuts: ["Escape"],
  isReading: true,
  predicate: ({ state }) => state.selection.size > 0 || state.openRun !== null || state.tool === "hand",
  perform: ({ session, state }) => {
    if (state.tool === "hand") session.store.setState({ tool: "pointer" });
    else if (state.selection.size > 0) session.store.setState({ selection: nothingSelected });
    else session.store.setState({ openRun: null });
  },
};
