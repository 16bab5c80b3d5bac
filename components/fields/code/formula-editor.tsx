"use client";
import {
  acceptCompletion,
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeCompletion,
  completionStatus,
  startCompletion,
} from "@codemirror/autocomplete";
import { bracketMatching } from "@codemirror/language";
import { EditorView, keymap } from "@codemirror/view";
import { type RefObject, useCallback, useEffect, useRef } from "react";
import { functionDocs } from "#core/expression/functions.ts";
import type { Shape } from "#core/json/shape.ts";
import { completionsAt, type FormulaCompletion } from "../completions.ts";
import { CodeBox, type CodeBoxProps } from "./code-box.tsx";
import { formulaLanguage } from "./formula-language.ts";
import { droppedSource, insertAt } from "./insert-source.ts";

export type FormulaEditorProps = CodeBoxProps & {
  readonly scope: Shape;
  readonly titles: ReadonlyMap<string, string>;
  /** Told how to put a picked value into this formula, when it takes the focus. */
  readonly onTarget?: (insert: (source: string) => void) => void;
  readonly hasAutoFocus?: boolean;
};

/** A CEL formula with completion of what is in scope, colours and squiggles. */
export function FormulaEditor({ scope, titles, onTarget, hasAutoFocus = false, onFocus, ...box }: FormulaEditorProps) {
  const view = useRef<EditorView | null>(null);
  const known = useRef({ scope, titles });
  known.current = { scope, titles };
  const insert = useCallback((source: string) => {
    if (view.current) putSource(view.current, source);
  }, []);
  useEffect(() => {
    // Once what is around it has taken over the focus: a popover does so after its content is mounted.
    const focus = () => {
      const now = view.current;
      now?.focus();
      if (now?.state.doc.length === 0) startCompletion(now);
    };
    const frame = hasAutoFocus ? requestAnimationFrame(focus) : 0;
    return () => cancelAnimationFrame(frame);
  }, [hasAutoFocus]);
  useEffect(() => {
    // Before any dialog hears of it: the first Escape closes the list of completions, not what is around the field.
    const closeList = (event: KeyboardEvent) => {
      const now = view.current;
      if (event.key !== "Escape" || !now?.hasFocus || completionStatus(now.state) !== "active") return;
      event.preventDefault();
      event.stopPropagation();
      closeCompletion(now);
    };
    window.addEventListener("keydown", closeList, true);
    return () => window.removeEventListener("keydown", closeList, true);
  }, []);
  return (
    <CodeBox
      {...box}
      viewRef={view}
      onFocus={() => {
        onFocus?.();
        onTarget?.(insert);
      }}
      extensions={() => [
        formulaLanguage(),
        closeBrackets(),
        bracketMatching(),
        autocompletion({
          override: [(context) => complete(context, known)],
          icons: true,
          activateOnTyping: true,
          aboveCursor: false,
        }),
        keymap.of([
          { key: "Tab", run: acceptCompletion },
          { key: "Mod-.", run: startCompletion },
        ]),
        EditorView.domEventHandlers({ drop: (event, target) => droppedSource(event, target, putSourceAt) }),
      ]}
    />
  );
}

/** An empty formula becomes the source; else it is put at the caret. */
function putSource(view: EditorView, source: string): void {
  const empty = view.state.doc.toString().trim() === "";
  const { from, to } = empty ? { from: 0, to: view.state.doc.length } : view.state.selection.main;
  insertAt(view, { from, to, text: source });
}

function putSourceAt(view: EditorView, source: string, at: number): void {
  const empty = view.state.doc.toString().trim() === "";
  insertAt(view, empty ? { from: 0, to: view.state.doc.length, text: source } : { from: at, to: at, text: source });
}

type Known = RefObject<{ scope: Shape; titles: ReadonlyMap<string, string> }>;

function complete(context: CompletionContext, known: Known): CompletionResult | null {
  // Asked for before the focus left: it would stay open over other fields.
  if (context.view && !context.view.hasFocus) return null;
  const source = context.state.doc.toString();
  const found = completionsAt({ source, at: context.pos, functions: functionDocs, ...known.current });
  if (!found || (found.options.length === 0 && !context.explicit)) return null;
  return {
    from: found.from,
    options: found.options.map((option) => ({
      label: option.insert.startsWith(".") ? `.${option.label}` : option.label,
      displayLabel: option.label,
      detail: option.detail,
      type: option.kind,
      boost: option.kind === "field" || option.kind === "name" ? 10 : 0,
      ...(option.doc && { info: () => docOf(option) }),
      apply: (view, _completion, from, to) => apply(view, option, { from, to }),
    })),
  };
}

/** The doc line, and below it the example as code. */
function docOf({ doc, example }: FormulaCompletion): HTMLElement {
  const dom = document.createElement("div");
  dom.textContent = doc;
  if (!example) return dom;
  const code = document.createElement("code");
  code.className = "hd-example";
  code.textContent = example;
  dom.append(code);
  return dom;
}

function apply(
  view: EditorView,
  { insert, back }: FormulaCompletion,
  { from, to }: { from: number; to: number },
): void {
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: from + insert.length - back },
    userEvent: "input.complete",
  });
}
