"use client";
import { type ComponentProps, useState } from "react";
import { Input } from "#components/ui/input.tsx";

type Props = Omit<ComponentProps<"input">, "value" | "onChange" | "onBlur" | "onKeyDown"> & {
  value: string;
  label: string;
  isReadOnly: boolean;
  /** Called once, on Enter or when the focus leaves, and only when the text has changed. */
  onCommit: (value: string) => void;
  onDraft?: (value: string | null) => void;
};

/** A text that takes effect when it is finished: Enter or leaving keeps it, Escape does not. */
export function CommitEntry({ value, label, isReadOnly, onCommit, onDraft, ...rest }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const change = (next: string | null) => {
    setDraft(next);
    onDraft?.(next);
  };
  return (
    <Input
      aria-label={label}
      value={draft ?? value}
      readOnly={isReadOnly}
      spellCheck={false}
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={() => {
        if (draft !== null && draft !== value) onCommit(draft);
        change(null);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key !== "Escape" || draft === null) return;
        // Escape gives this text back; it does not close the dialog around it.
        event.preventDefault();
        event.stopPropagation();
        change(null);
      }}
      {...rest}
    />
  );
}
