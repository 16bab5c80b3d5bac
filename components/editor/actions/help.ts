import { Keyboard, TextSearch } from "lucide-react";
import type { Action } from "./action.ts";

export const helpActions: readonly Action[] = [
  {
    id: "help.commands",
    label: "All commands…",
    icon: TextSearch,
    category: "Help",
    shortcuts: ["Mod+K"],
    isReading: true,
    perform: ({ session }) => session.store.setState({ dialog: "commands" }),
  },
  {
    id: "help.shortcuts",
    label: "Keyboard shortcuts",
    icon: Keyboard,
    category: "Help",
    shortcuts: ["?"],
    isReading: true,
    perform: ({ session }) => session.store.setState({ dialog: "shortcuts" }),
  },
];
