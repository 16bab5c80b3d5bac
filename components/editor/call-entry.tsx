import { FileUp } from "lucide-react";
import { type ChangeEvent, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { caps } from "#core/caps.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { Json } from "#core/json/json.ts";
import { rememberedInput, rememberInput } from "./remembered-input.ts";
import { formatsOf, inputOfCall, type TestCall } from "./run-input.ts";

type Props = { trigger: GraphNode; onChange: (input: Json | null) => void };

const titles = { json: "JSON", csv: "CSV", text: "Text" };

/** A made-up call: its body, written, pasted, or read from a file. */
export function CallEntry({ trigger, onChange }: Props) {
  const formats = formatsOf(trigger);
  const [call, setCall] = useState<TestCall>(() => initialCall(trigger, formats[0] ?? "json"));
  const [fault, setFault] = useState<string | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const made = inputOfCall(call);
    onChange(made.ok ? made.input : null);
    setFault(made.ok ? null : made.message);
    rememberInput(trigger.id, "call", JSON.stringify(call));
  }, [call, trigger.id, onChange]);
  const readFile = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.currentTarget.files?.[0];
    if (!file) return;
    if (file.size > caps.bodyBytes) return setFault("This file is larger than the 10 MB that a call may bring.");
    const body = await file.text();
    const format = formats.find((each) => file.name.endsWith(`.${each}`)) ?? call.format;
    setCall({ ...call, format, body });
  };
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-end gap-2">
        {formats.length > 1 && (
          <Select
            label="Body format"
            value={call.format}
            options={formats.map((format) => ({ value: format, label: titles[format] }))}
            onValueChange={(format) => setCall({ ...call, format: format as TestCall["format"] })}
            className="w-32"
          />
        )}
        <input
          ref={picker}
          type="file"
          aria-label="File with the body"
          data-testid="run-file"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => void readFile(event)}
        />
        <Button onClick={() => picker.current?.click()}>
          <FileUp />
          Read from a file…
        </Button>
      </div>
      <Textarea
        aria-label="Body"
        rows={12}
        spellCheck={false}
        value={call.body}
        aria-invalid={fault !== null}
        onChange={(event) => setCall({ ...call, body: event.currentTarget.value })}
        className="font-mono text-sm"
      />
      {fault && <p className="text-sm text-failed">{fault}</p>}
    </div>
  );
}

function initialCall(trigger: GraphNode, format: TestCall["format"]): TestCall {
  const remembered = rememberedInput(trigger.id, "call");
  if (remembered) return JSON.parse(remembered) as TestCall;
  const method = trigger.config.method;
  const body = format === "json" ? "{}" : "";
  return { method: typeof method === "string" && method !== "ANY" ? method : "POST", format, body };
}
