import { Copy } from "lucide-react";
import { writeClipboard } from "../clipboard.ts";
import type { Action } from "./action.ts";

export const copy: Action = {
  id: "edit.copy",
  label: "Copy",
  icon: Copy,
  category: "Edit",
  shortcuts: ["Mod+C"],
  isNativeKey: true,
  isReading: true,
  predicate: ({ state }) => state.selection.size > 0,
  perform: ({ session }) => writeClipboard(session),
};
