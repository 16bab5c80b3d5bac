"use client";
import { EditorView, keymap } from "@codemirror/view";
import { useCallback, useEffect, useRef } from "react";
import { checkExpression } from "#core/expression/check.ts";
import type { Shape } from "#core/json/shape.ts";
import { chipLabelOf } from "../chip-label.ts";
import { chipsIn, chipText, clipboardOf, editorTextOfClipboard } from "../template-text.ts";
import { chipsExtension, type PickedChip, redrawChips } from "./chips.ts";
import { CodeBox, type CodeBoxProps } from "./code-box.tsx";
import { droppedSource, insertAt } from "./insert-source.ts";

type Props = CodeBoxProps & {
  readonly titles: ReadonlyMap<string, string>;
  /** Names that the formulas of chips may use. */
  readonly scope: Shape;
  readonly onTarget?: (insert: (source: string) => void) => void;
  /** A chip was clicked, or a new one was begun by typing two braces: ask for its formula. */
  readonly onPickChip: (chip: PickedChip) => void;
  /** Told how to replace a range of the text, once. */
  readonly onReady: (replace: (range: { from: number; to: number; text: string }) => void) => void;
};

/** Text in which formulas stand as chips: one caret stop each, removed with one Backspace. */
export function TemplateEditor({ titles, scope, onTarget, onPickChip, onReady, onFocus, ...box }: Props) {
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ titles, scope, onPickChip, onReady });
  latest.current = { titles, scope, onPickChip, onReady };
  const insert = useCallback((source: string) => {
    const now = view.current;
    if (now) insertAt(now, { ...now.state.selection.main, text: chipText(source) });
  }, []);

  useEffect(() => {
    latest.current.onReady((range) => {
      if (view.current) insertAt(view.current, range);
    });
  }, []);

  // Titles and names in scope are read when a chip is drawn: when they change, all are drawn again.
  useEffect(() => {
    if (titles && scope) view.current?.dispatch({ effects: redrawChips.of(null) });
  }, [titles, scope]);

  return (
    <CodeBox
      {...box}
      viewRef={view}
      onFocus={() => {
        onFocus?.();
        onTarget?.(insert);
      }}
      extensions={() => [
        chipsExtension({
          faultOf: (source) => faultOf(source, latest.current.scope),
          labelOf: (source) => chipLabelOf(source, latest.current.titles),
          onPick: (chip) => latest.current.onPickChip(chip),
        }),
        EditorView.theme({ ".cm-scroller": { fontFamily: "var(--font-sans)" } }),
        EditorView.clipboardInputFilter.of(editorTextOfClipboard),
        EditorView.clipboardOutputFilter.of(clipboardOf),
        EditorView.inputHandler.of((now, from, to, text) =>
          beginChip(now, { from, to, text }, latest.current.onPickChip),
        ),
        keymap.of([{ key: "Mod-.", run: (now) => openChip(now, latest.current.onPickChip) }]),
        EditorView.domEventHandlers({
          drop: (event, now) =>
            droppedSource(event, now, (target, source, at) =>
              insertAt(target, { from: at, to: at, text: chipText(source) }),
            ),
        }),
      ]}
    />
  );
}

function faultOf(source: string, scope: Shape): string | null {
  if (source.trim() === "") return "This value is empty. Click it and choose one.";
  return checkExpression(source, scope).issues[0]?.message ?? null;
}

/** Opens the chip beside the caret, or begins a new one: what a click and two braces do, with the keyboard. */
function openChip(view: EditorView, onPick: (chip: PickedChip) => void): boolean {
  const at = view.state.selection.main.head;
  const found = chipsIn(view.state.doc.toString()).find((chip) => chip.from === at || chip.to === at);
  if (found) onPick({ ...found, anchor: anchorAt(view, found.from) });
  else newChip(view, { from: at, to: at }, onPick);
  return true;
}

/** The second of two braces makes an empty chip and asks for its formula. */
function beginChip(
  view: EditorView,
  { from, to, text }: { from: number; to: number; text: string },
  onPick: (chip: PickedChip) => void,
): boolean {
  if (text !== "{" || view.state.sliceDoc(from - 1, from) !== "{") return false;
  // The first brace may have brought its closing one along.
  const after = view.state.sliceDoc(to, to + 1) === "}" ? to + 1 : to;
  newChip(view, { from: from - 1, to: after }, onPick);
  return true;
}

/** Puts an empty chip in place of a range and asks for its formula. */
function newChip(view: EditorView, range: { from: number; to: number }, onPick: (chip: PickedChip) => void): void {
  const chip = chipText("");
  view.dispatch({ changes: { ...range, insert: chip }, userEvent: "input.complete" });
  const { from } = range;
  onPick({ from, to: from + chip.length, source: "", anchor: anchorAt(view, from) });
}

function anchorAt(view: EditorView, at: number): DOMRect {
  const box = view.coordsAtPos(at) ?? view.dom.getBoundingClientRect();
  return new DOMRect(box.left, box.top, 0, box.bottom - box.top);
}
