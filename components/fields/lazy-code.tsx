"use client";
import { type ComponentProps, lazy, Suspense } from "react";
import { laterPart } from "#components/ui/later-part.ts";
import type { CodeBoxProps } from "./code/code-box.tsx";
import { clipboardOf } from "./template-text.ts";

// CodeMirror arrives with the first code field, not with the editor.
const loadFormula = laterPart(() => import("./code/formula-editor.tsx"));
const loadTemplate = laterPart(() => import("./code/template-editor.tsx"));
const loadJson = laterPart(() => import("./code/json-editor.tsx"));
const loadJavascript = laterPart(() => import("./code/javascript-editor.tsx"));
const Formula = lazy(async () => ({ default: (await loadFormula()).FormulaEditor }));
const Template = lazy(async () => ({ default: (await loadTemplate()).TemplateEditor }));
const JsonText = lazy(async () => ({ default: (await loadJson()).JsonEditor }));
const Javascript = lazy(async () => ({ default: (await loadJavascript()).JavascriptEditor }));

export function FormulaEditor(props: ComponentProps<typeof Formula>) {
  return (
    <Suspense fallback={<Waiting {...props} isMono />}>
      <Formula {...props} />
    </Suspense>
  );
}

export function TemplateEditor(props: ComponentProps<typeof Template>) {
  return (
    <Suspense fallback={<Waiting {...props} />}>
      <Template {...props} />
    </Suspense>
  );
}

export function JsonEditor(props: ComponentProps<typeof JsonText>) {
  return (
    <Suspense fallback={<Waiting {...props} isMono />}>
      <JsonText {...props} />
    </Suspense>
  );
}

export function JavascriptEditor(props: ComponentProps<typeof Javascript>) {
  return (
    <Suspense fallback={<Waiting {...props} minHeight="178px" isMono />}>
      <Javascript {...props} />
    </Suspense>
  );
}

type WaitingProps = CodeBoxProps & { readonly minHeight?: string | undefined; readonly isMono?: boolean };

/** The text as it will stand in the editor, so that nothing jumps when it comes. */
function Waiting({ text, placeholder, minHeight, isMono = false }: WaitingProps) {
  return (
    <div
      aria-busy
      style={{ minHeight }}
      className={`min-h-8 rounded-md border border-line-strong bg-surface px-2.5 py-[5px] text-sm whitespace-pre-wrap ${isMono ? "font-mono" : ""}`}
    >
      {text ? clipboardOf(text) : <span className="text-faint">{placeholder ?? "\u00a0"}</span>}
    </div>
  );
}
