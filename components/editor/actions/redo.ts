import { Redo2 } from "lucide-react";
import { toast } from "#components/ui/toast.ts";
import type { Action } from "./action.ts";
import { takeAndShow } from "./take-and-show.ts";

export const redo: Action = {
  id: "edit.redo",
  label: "Redo",
  icon: Redo2,
  category: "Edit",
  shortcuts: ["Mod+Shift+Z", "Mod+Y"],
  predicate: ({ session }) => session.history?.redoLabel() != null,
  perform: ({ session }) => {
    const label = takeAndShow(session, () => session.history?.redo());
    if (label) toast(`Redid: ${label}`, { id: "history", duration: 1_600 });
  },
};
