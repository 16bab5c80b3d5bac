"use client";
import { createContext, type DragEvent, use } from "react";
import { dragSource } from "#components/fields/source-drag.ts";

/** Takes a picked value, as the formula that reads it; null where values are only looked at. */
export type Pick = ((source: string) => void) | null;

export const PickContext = createContext<Pick>(null);

export function usePick(): Pick {
  return use(PickContext);
}

/** What makes an element a value that can be picked with a click or dragged into a field. */
export function pickProps(pick: Pick, source: string | null) {
  if (!pick || source === null) return {};
  return {
    draggable: true,
    "data-picks-values": true,
    onDragStart: (event: DragEvent) => dragSource(event, source),
    // The field keeps its caret while a value is clicked.
    onMouseDown: keepFocus,
    onClick: () => pick(source),
  } as const;
}

function keepFocus(event: { preventDefault: () => void; detail: number; target: EventTarget }): void {
  // A press that may become a drag must not be prevented, so the focus is only kept in text editors by CodeMirror itself.
  if (event.target instanceof Element && event.target.closest("button")) event.preventDefault();
}
