"use client";
import { useMemo, useState } from "react";
import { parseJsonText } from "#components/fields/json-text.ts";
import { JsonEditor } from "#components/fields/lazy-code.tsx";
import { Button } from "#components/ui/button.tsx";
import type { Json } from "#core/json/json.ts";
import type { RunInputProps } from "./run-input-props.ts";

/** The input as JSON text; what is wrong is said with line and column, and nothing is sent until it is right. */
export function JsonRunInput({ formId, config, pinned, recalled, lastRun, onSubmit }: RunInputProps) {
  const [text, setText] = useState(() => pretty(pinned !== undefined ? pinned : (recalled ?? config.sample ?? {})));
  const parsed = useMemo(() => parseJsonText(text), [text]);
  return (
    <form
      id={formId}
      onSubmit={(event) => {
        event.preventDefault();
        if (parsed.ok) onSubmit(parsed.value, parsed.value);
      }}
    >
      <JsonEditor
        text={text}
        label="Input as JSON"
        hasAutoFocus
        minHeight="180px"
        maxHeight="50vh"
        isInvalid={!parsed.ok}
        issues={
          parsed.ok
            ? []
            : [{ from: parsed.error.at, to: parsed.error.at + 1, severity: "error", message: parsed.error.message }]
        }
        onChange={setText}
      />
      <div className="mt-2 flex min-h-7 items-start gap-2 text-xs">
        {parsed.ok ? (
          <span className="text-faint leading-7">Formulas read it as trigger.</span>
        ) : (
          <span role="alert" className="text-failed">
            {parsed.error.message}
          </span>
        )}
        <span className="ml-auto flex shrink-0 gap-1">
          {lastRun !== undefined && (
            <Button size="sm" variant="ghost" onClick={() => setText(pretty(lastRun))}>
              Use the last run's
            </Button>
          )}
          {config.sample !== undefined && (
            <Button size="sm" variant="ghost" onClick={() => setText(pretty(config.sample as Json))}>
              Use the step's sample
            </Button>
          )}
        </span>
      </div>
    </form>
  );
}

function pretty(value: Json): string {
  return JSON.stringify(value, null, 2);
}
