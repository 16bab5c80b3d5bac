import { FileDown } from "lucide-react";
import type { Action } from "./action.ts";

export const exportFile: Action = {
  id: "edit.export",
  label: "Export as a file",
  icon: FileDown,
  category: "Edit",
  isReading: true,
  predicate: ({ state }) => state.services !== null,
  perform: ({ state }) => state.services?.exportFile(),
};
