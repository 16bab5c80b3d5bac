import { useEffect, useState } from "react";
import { Textarea } from "#components/ui/textarea.tsx";
import type { NodeId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import { rememberedInput, rememberInput } from "./remembered-input.ts";
import { parseJsonInput } from "./run-input.ts";

type Props = { nodeId: NodeId; sample: Json; onChange: (input: Json | null) => void };

/** JSON to start with; begins as the trigger's sample, or as what was entered last time. */
export function JsonEntry({ nodeId, sample, onChange }: Props) {
  const [text, setText] = useState(() => rememberedInput(nodeId, "json") ?? JSON.stringify(sample, null, 2));
  const made = parseJsonInput(text);
  const input = made.ok ? text : null;
  useEffect(() => {
    const read = parseJsonInput(text);
    onChange(read.ok ? read.input : null);
    rememberInput(nodeId, "json", text);
  }, [text, nodeId, onChange]);
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor="run-json" className="text-sm font-medium">
        Input, as JSON
      </label>
      <Textarea
        id="run-json"
        rows={12}
        spellCheck={false}
        value={text}
        aria-invalid={input === null}
        onChange={(event) => setText(event.currentTarget.value)}
        className="font-mono text-sm"
      />
      {!made.ok && <p className="text-sm text-failed">{made.message}</p>}
    </div>
  );
}
