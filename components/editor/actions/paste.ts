import { ClipboardPaste } from "lucide-react";
import { toast } from "#components/ui/toast.ts";
import { pasteText } from "../clipboard.ts";
import type { Action } from "./action.ts";

export const paste: Action = {
  id: "edit.paste",
  label: "Paste",
  icon: ClipboardPaste,
  category: "Edit",
  shortcuts: ["Mod+V"],
  isNativeKey: true,
  perform: async ({ session }) => {
    const text = await navigator.clipboard.readText().catch(() => null);
    if (text === null)
      toast.error("The browser does not let the menu read the clipboard. Press the paste keys instead.");
    else pasteText(session, text);
  },
};
