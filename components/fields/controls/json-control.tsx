"use client";
import { useMemo, useRef, useState } from "react";
import type { Json } from "#core/json/json.ts";
import { useFieldSurroundings } from "../field-surroundings.tsx";
import { parseJsonText } from "../json-text.ts";
import { JsonEditor } from "../lazy-code.tsx";
import type { ControlProps } from "./control.ts";

/** Any JSON as text. What does not parse stays here, marked; only what does is kept. */
export function JsonControl({ id, label, describedBy, raw, onChange, isInvalid }: ControlProps) {
  const { isReadOnly } = useFieldSurroundings();
  const outside = useMemo(() => prettyOf(raw), [raw]);
  const mine = useRef<string | null>(null);
  const [text, setText] = useState(outside);
  const [seen, setSeen] = useState(outside);
  // The value changed by another hand than this one: show it.
  if (outside !== seen) {
    setSeen(outside);
    if (mine.current !== outside) setText(outside);
  }
  const parsed = useMemo(() => parseJsonText(text), [text]);
  return (
    <div>
      <JsonEditor
        id={id}
        label={label}
        describedBy={describedBy}
        text={text}
        isInvalid={isInvalid || !parsed.ok}
        isReadOnly={isReadOnly}
        issues={issuesOf(parsed)}
        onChange={(next) => {
          setText(next);
          const value = parseJsonText(next);
          if (!value.ok) return;
          mine.current = prettyOf(value.value);
          onChange(value.value);
        }}
      />
      {!parsed.ok && <p className="mt-1 text-xs text-failed">{parsed.error.message}</p>}
    </div>
  );
}

function issuesOf(parsed: ReturnType<typeof parseJsonText>) {
  if (parsed.ok) return [];
  const { at, message } = parsed.error;
  return [{ from: at, to: at + 1, severity: "error" as const, message }];
}

function prettyOf(value: Json | undefined): string {
  return value === undefined ? "" : JSON.stringify(value, null, 2);
}
