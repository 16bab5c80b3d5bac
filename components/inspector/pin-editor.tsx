"use client";
import { useMemo, useState } from "react";
import { parseJsonText } from "#components/fields/json-text.ts";
import { JsonEditor } from "#components/fields/lazy-code.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import type { Json } from "#core/json/json.ts";

type Props = { value: Json; onSave: (value: Json) => void; onCancel: () => void; className?: string };

/** A sample output written by hand; saving pins it. */
export function PinEditor({ value, onSave, onCancel, className }: Props) {
  const [text, setText] = useState(() => JSON.stringify(value, null, 2));
  const parsed = useMemo(() => parseJsonText(text), [text]);
  return (
    <form
      aria-label="Edit the pinned output"
      className={cn("flex min-h-0 flex-col gap-2 p-3", className)}
      onSubmit={(event) => {
        event.preventDefault();
        if (parsed.ok) onSave(parsed.value);
      }}
    >
      <JsonEditor
        text={text}
        label="Pinned output as JSON"
        hasAutoFocus
        minHeight="160px"
        maxHeight="56vh"
        isInvalid={!parsed.ok}
        issues={
          parsed.ok
            ? []
            : [{ from: parsed.error.at, to: parsed.error.at + 1, severity: "error", message: parsed.error.message }]
        }
        onChange={setText}
      />
      {!parsed.ok && <p className="text-xs text-failed">{parsed.error.message}</p>}
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="sm" variant="primary" type="submit" disabled={!parsed.ok}>
          Pin this
        </Button>
      </div>
    </form>
  );
}
