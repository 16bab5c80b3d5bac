"use client";
import { useSyncExternalStore } from "react";
import { cn } from "./cn.ts";

const arrows = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" };
const macNames: Record<string, string> = {
  ...arrows,
  Mod: "⌘",
  Shift: "⇧",
  Alt: "⌥",
  Enter: "↵",
  Delete: "⌫",
  Backspace: "⌫",
  Escape: "esc",
};
const pcNames: Record<string, string> = {
  ...arrows,
  Mod: "Ctrl",
  Enter: "↵",
  Delete: "Del",
  Backspace: "⌫",
  Escape: "Esc",
};

const never = () => () => {};
const readsAsMac = () => /mac|iphone|ipad/i.test(navigator.platform);

/** A shortcut as the person's own keyboard prints it. */
export function Kbd({ shortcut, className }: { shortcut: string; className?: string }) {
  const mac = useSyncExternalStore(never, readsAsMac, () => false);
  const keys = shortcut.split("+").map((key) => (mac ? macNames[key] : pcNames[key]) ?? key);
  return (
    <kbd className={cn("inline-flex gap-0.5 font-sans text-xs text-faint", className)}>
      {keys.map((key) => (
        <span key={key} className="min-w-4.5 rounded-sm border bg-sunken px-1 text-center leading-4.5">
          {key}
        </span>
      ))}
    </kbd>
  );
}
