import { Undo2 } from "lucide-react";
import { toast } from "#components/ui/toast.ts";
import type { Action } from "./action.ts";
import { takeAndShow } from "./take-and-show.ts";

export const undo: Action = {
  id: "edit.undo",
  label: "Undo",
  icon: Undo2,
  category: "Edit",
  shortcuts: ["Mod+Z"],
  predicate: ({ session }) => session.history?.undoLabel() != null,
  perform: ({ session }) => {
    const label = takeAndShow(session, () => session.history?.undo());
    if (label) toast(`Undid: ${label}`, { id: "history", duration: 1_600 });
  },
};
