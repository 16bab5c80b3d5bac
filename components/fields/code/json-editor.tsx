"use client";
import { closeBrackets } from "@codemirror/autocomplete";
import { json } from "@codemirror/lang-json";
import { bracketMatching } from "@codemirror/language";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { CodeBox, type CodeBoxProps } from "./code-box.tsx";

export type JsonEditorProps = CodeBoxProps & {
  readonly hasLineNumbers?: boolean;
  readonly minHeight?: string;
  readonly maxHeight?: string;
  readonly hasAutoFocus?: boolean;
};

/** JSON text with colours and line numbers; what is wrong with it comes in as `issues`. */
export function JsonEditor({
  hasLineNumbers = true,
  minHeight = "84px",
  maxHeight = "320px",
  hasAutoFocus = false,
  ...box
}: JsonEditorProps) {
  const view = useRef<EditorView | null>(null);
  useEffect(() => {
    if (hasAutoFocus) view.current?.focus();
  }, [hasAutoFocus]);
  return (
    <CodeBox
      {...box}
      viewRef={view}
      extensions={() => [
        json(),
        closeBrackets(),
        bracketMatching(),
        hasLineNumbers ? lineNumbers() : [],
        EditorView.theme({ ".cm-scroller": { minHeight, maxHeight }, ".cm-line": { padding: "0 10px 0 4px" } }),
      ]}
    />
  );
}
