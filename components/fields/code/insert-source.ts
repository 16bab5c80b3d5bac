import type { EditorView } from "@codemirror/view";
import { sourceMediaType } from "../source-drag.ts";

/** Puts text in place of a range, the caret behind it, and the focus back into the editor. */
export function insertAt(view: EditorView, { from, to, text }: { from: number; to: number; text: string }): void {
  view.dispatch({
    changes: { from, to, insert: text },
    selection: { anchor: from + text.length },
    userEvent: "input.paste",
    scrollIntoView: true,
  });
  view.focus();
}

/** Takes a value that was dragged here from the data tree; answers whether it was one. */
export function droppedSource(
  event: DragEvent,
  view: EditorView,
  put: (view: EditorView, source: string, at: number) => void,
): boolean {
  const source = event.dataTransfer?.getData(sourceMediaType);
  if (!source) return false;
  event.preventDefault();
  event.stopPropagation();
  put(view, source, view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? view.state.doc.length);
  return true;
}
