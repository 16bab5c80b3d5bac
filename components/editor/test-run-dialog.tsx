"use client";

import { Play } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { FormField } from "#core/forms/form-field.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { Json } from "#core/json/json.ts";
import { parseConfig } from "#core/node-kit/parse-config.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import { CallEntry } from "./call-entry.tsx";
import { FormEntry } from "./form-entry.tsx";
import { JsonEntry } from "./json-entry.tsx";

type Props = {
  trigger: GraphNode;
  isStarting: boolean;
  start: (input: Json) => void;
  close: () => void;
};

/** Asks what a test run begins with, in the way of its trigger, and remembers it while the tab is open. */
export function TestRunDialog({ trigger, isStarting, start, close }: Props) {
  const [input, setInput] = useState<Json | null>(null);
  const isCall = trigger.type === "webhook";
  const definition = nodeRegistry.get(trigger.type);
  const config = definition ? parseConfig(definition, trigger.config).config : trigger.config;
  const begin = () => input !== null && start(input);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title="Test run"
      description={
        isCall
          ? `Runs the draft as if somebody had called “${trigger.title}” with this.`
          : `Runs the draft from “${trigger.title}” with this.`
      }
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" busy={isStarting} disabled={input === null} onClick={begin} data-testid="start-run">
            <Play />
            Run
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          begin();
        }}
      >
        {isCall ? (
          <CallEntry trigger={trigger} onChange={setInput} />
        ) : config.ask === "form" ? (
          <FormEntry fields={config.fields as unknown as readonly FormField[]} onChange={setInput} />
        ) : (
          <JsonEntry nodeId={trigger.id} sample={config.sample ?? {}} onChange={setInput} />
        )}
      </form>
    </Dialog>
  );
}
