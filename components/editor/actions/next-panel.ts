import { ArrowLeftRight } from "lucide-react";
import type { Action } from "./action.ts";

const focusable = "button:not(:disabled), a[href], input, textarea, select, [contenteditable=true]";

/** Tab adds a step on the canvas, so another key leads out of it: top bar, steps, canvas, drawer, settings, round. */
export const nextPanel: readonly Action[] = [
  {
    id: "view.next-panel",
    label: "Go to the next panel",
    icon: ArrowLeftRight,
    category: "View",
    shortcuts: ["F6"],
    isReading: true,
    perform: () => focusPanel(1),
  },
  {
    id: "view.previous-panel",
    label: "Go to the panel before",
    icon: ArrowLeftRight,
    category: "View",
    shortcuts: ["Shift+F6"],
    isReading: true,
    perform: () => focusPanel(-1),
  },
];

function focusPanel(by: 1 | -1): void {
  const panels = [...document.querySelectorAll<HTMLElement>("[data-panel]")].filter(
    (panel) => panel.getClientRects().length > 0,
  );
  const at = panels.findIndex((panel) => panel.contains(document.activeElement));
  const start = at < 0 && by < 0 ? 0 : at;
  const next = panels[(start + by + panels.length) % panels.length];
  const target = next?.tabIndex === 0 ? next : next?.querySelector<HTMLElement>(focusable);
  target?.focus();
}
