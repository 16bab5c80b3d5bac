"use client";
import { autocompletion, type CompletionContext, closeBrackets, completeFromList } from "@codemirror/autocomplete";
import { indentLess, indentMore } from "@codemirror/commands";
import { javascript, javascriptLanguage } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { type RefObject, useCallback, useRef } from "react";
import { CodeBox, type CodeBoxProps } from "./code-box.tsx";
import { droppedSource, insertAt } from "./insert-source.ts";

export type JavascriptEditorProps = CodeBoxProps & {
  /** Names that the script is given. */
  readonly names: readonly string[];
  /** Whether a value that was picked or dropped can stand in a script; says so itself when not. */
  readonly takes: (source: string) => boolean;
  readonly onTarget?: (insert: (source: string) => void) => void;
};

/** A script with colours, line numbers and the names that it may use; what is wrong with it comes in as `issues`. */
export function JavascriptEditor({ names, takes, onTarget, onFocus, ...box }: JavascriptEditorProps) {
  const view = useRef<EditorView | null>(null);
  const known = useRef(names);
  known.current = names;
  const insert = useCallback(
    (source: string) => {
      const now = view.current;
      if (now && takes(source)) insertAt(now, { ...now.state.selection.main, text: source });
    },
    [takes],
  );
  return (
    <CodeBox
      {...box}
      viewRef={view}
      onFocus={() => {
        onFocus?.();
        onTarget?.(insert);
      }}
      extensions={() => [
        javascript(),
        closeBrackets(),
        bracketMatching(),
        indentOnInput(),
        lineNumbers(),
        autocompletion({ icons: false, aboveCursor: false }),
        javascriptLanguage.data.of({ autocomplete: (context: CompletionContext) => givenNames(context, known) }),
        // Tab indents; Escape and then Tab leaves the field, as everywhere in CodeMirror.
        keymap.of([{ key: "Tab", run: indentMore, shift: indentLess }]),
        EditorView.theme({
          ".cm-scroller": { minHeight: "168px", maxHeight: "480px" },
          ".cm-line": { padding: "0 10px 0 4px" },
        }),
        EditorView.domEventHandlers({
          drop: (event, target) =>
            droppedSource(event, target, (now, source, at) => {
              if (takes(source)) insertAt(now, { from: at, to: at, text: source });
            }),
        }),
      ]}
    />
  );
}

function givenNames(context: CompletionContext, known: RefObject<readonly string[]>) {
  return completeFromList(known.current.map((label) => ({ label, type: "constant", boost: 10 })))(context);
}
