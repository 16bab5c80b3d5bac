"use client";
import { closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { Annotation, EditorState, type Extension, Transaction } from "@codemirror/state";
import {
  drawSelection,
  dropCursor,
  EditorView,
  type KeyBinding,
  keymap,
  placeholder as placeholderOf,
} from "@codemirror/view";
import { type RefObject, useEffect, useRef } from "react";
import { cn } from "#components/ui/cn.ts";
import { smallestChange } from "../template-text.ts";
import { codeTheme } from "./code-theme.ts";
import { oneLine } from "./one-line.ts";

export type CodeBoxProps = {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly label: string;
  readonly id?: string;
  readonly describedBy?: string;
  readonly placeholder?: string;
  readonly isInvalid?: boolean;
  readonly isReadOnly?: boolean;
  readonly isOneLine?: boolean;
  /** Shown as squiggles; positions that are out of the text are clipped. */
  readonly issues?: readonly Diagnostic[];
  readonly className?: string;
  readonly onFocus?: () => void;
  readonly onBlur?: () => void;
};

/** Marks changes that came from outside, so that they are not sent back. */
const fromOutside = Annotation.define<true>();

type Props = CodeBoxProps & {
  /** Read once, when the editor is made. */
  readonly extensions: () => Extension;
  readonly viewRef?: RefObject<EditorView | null>;
};

/** One CodeMirror view that follows `text` with the smallest changes, so that a caret stays where it is. */
export function CodeBox({ text, issues, className, isInvalid = false, viewRef, ...rest }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ ...rest });
  latest.current = { ...rest };
  // Texts that were sent and have not come back yet: an echo of an older one must not undo newer typing.
  const sent = useRef<string[]>([]);
  const initial = useRef(text);

  useEffect(() => {
    if (!host.current) return;
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({ doc: initial.current, extensions: extensionsOf(latest, sent) }),
    });
    view.current = made;
    if (viewRef) viewRef.current = made;
    return () => {
      made.destroy();
      view.current = null;
      if (viewRef) viewRef.current = null;
    };
  }, [viewRef]);

  useEffect(() => {
    const now = view.current;
    initial.current = text;
    if (now) follow(now, text, sent.current);
  }, [text]);

  useEffect(() => {
    const now = view.current;
    if (now) now.dispatch(setDiagnostics(now.state, clipped(issues ?? [], now.state.doc.length)));
  }, [issues]);

  return (
    <div
      ref={host}
      data-invalid={isInvalid || undefined}
      className={cn(
        "rounded-md border border-line-strong bg-surface transition-colors hover:border-faint",
        "focus-within:border-accent focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-accent",
        "data-invalid:border-failed",
        className,
      )}
    />
  );
}

function follow(view: EditorView, text: string, sent: string[]): void {
  const echo = sent.lastIndexOf(text);
  if (echo >= 0) {
    sent.splice(0, echo + 1);
    return;
  }
  const change = smallestChange(view.state.doc.toString(), text);
  if (change)
    view.dispatch({ changes: change, annotations: [fromOutside.of(true), Transaction.addToHistory.of(false)] });
}

type Latest = RefObject<Omit<Props, "text" | "issues" | "className" | "isInvalid" | "viewRef">>;

function extensionsOf(latest: Latest, sent: RefObject<string[]>): Extension {
  const { extensions, label, id, describedBy, placeholder, isReadOnly, isOneLine } = latest.current;
  return [
    history(),
    drawSelection(),
    dropCursor(),
    isOneLine ? oneLine : [],
    EditorView.lineWrapping,
    extensions(),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...editingKeys(isOneLine ?? false)]),
    codeTheme,
    EditorState.readOnly.of(isReadOnly ?? false),
    EditorView.editable.of(!isReadOnly),
    EditorView.contentAttributes.of({
      "aria-label": label,
      tabindex: "0",
      spellcheck: "false",
      autocapitalize: "off",
      ...(id && { id }),
      ...(describedBy && { "aria-describedby": describedBy }),
    }),
    placeholder ? placeholderOf(placeholder) : [],
    EditorView.domEventHandlers({
      focus: () => latest.current.onFocus?.(),
      blur: () => latest.current.onBlur?.(),
    }),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged || update.transactions.some((each) => each.annotation(fromOutside))) return;
      const text = update.state.doc.toString();
      sent.current.push(text);
      if (sent.current.length > 100) sent.current.shift();
      latest.current.onChange(text);
    }),
  ];
}

/** Without the keys that mean something around the field: run, and on one line Enter. */
function editingKeys(isOneLine: boolean): readonly KeyBinding[] {
  return defaultKeymap.filter(({ key }) => key !== "Mod-Enter" && !(isOneLine && key === "Enter"));
}

function clipped(issues: readonly Diagnostic[], length: number): Diagnostic[] {
  return issues.map((issue) => {
    const from = Math.min(Math.max(issue.from, 0), length);
    return { ...issue, from, to: Math.min(Math.max(issue.to, from), length) };
  });
}
