"use client";
import { Play } from "lucide-react";
import { useId, useState } from "react";
import { useEditorSession } from "#components/editor/session-context.tsx";
import { fieldSpecsOf, withDefaults } from "#components/fields/field-spec.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import type { GraphNode } from "#core/graph/graph.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { FormRunInput } from "./form-run-input.tsx";
import { HookRunInput } from "./hook-run-input.tsx";
import { JsonRunInput } from "./json-run-input.tsx";
import { recallInput, rememberInput } from "./remembered-input.ts";
import type { RunInputProps } from "./run-input-props.ts";
import { useSamples } from "./samples.ts";
import { triggerSample } from "./trigger-sample.ts";

type Props = {
  readonly trigger: GraphNode;
  readonly isStarting: boolean;
  readonly start: (input: Json) => void;
  readonly close: () => void;
};

/** Asks what a test run starts with: JSON, the trigger's form, or a call as the webhook would get it. */
export function RunInputDialog({ trigger, isStarting, start, close }: Props) {
  const { workflowId, registry } = useEditorSession();
  const formId = useId();
  const samples = useSamples();
  const [recalled] = useState(() => recallInput(workflowId, trigger.id));
  const definition = registry.get(trigger.type);
  const config = definition ? withDefaults(fieldSpecsOf(definition.config), trigger.config) : trigger.config;
  const [sample] = useState(() => triggerSample(trigger, config, Date.now()));
  const parts: RunInputProps = {
    formId,
    config: sample === undefined ? config : { ...config, sample },
    recalled,
    pinned: trigger.pinned,
    lastRun: samples.get(trigger.id)?.value,
    onSubmit: (input, remember) => {
      rememberInput(workflowId, trigger.id, remember);
      start(input);
    },
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title="Test run"
      description={descriptionOf(trigger, config)}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={isStarting} data-testid="start-run">
            {!isStarting && <Play aria-hidden />}
            Run <Kbd shortcut="Mod+Enter" />
          </Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the shortcut of the button below */}
      <div
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
          event.preventDefault();
          event.stopPropagation();
          const form = document.getElementById(formId);
          if (form instanceof HTMLFormElement) form.requestSubmit();
        }}
      >
        {trigger.type === "webhook" ? (
          <HookRunInput {...parts} />
        ) : config.ask === "form" ? (
          <FormRunInput {...parts} />
        ) : (
          <JsonRunInput {...parts} />
        )}
      </div>
    </Dialog>
  );
}

function descriptionOf(trigger: GraphNode, config: JsonObject): string {
  if (trigger.type === "webhook") return "Runs the draft as if somebody had called its address like this.";
  if (trigger.type === "schedule") return "The draft runs as if this time had come.";
  if (trigger.type === "event") return "The draft runs as if another workflow had emitted this event.";
  if (trigger.type === "error") return "The draft runs as if a run had failed like this.";
  return config.ask === "form"
    ? "Fill in the form; the draft runs with it."
    : "The draft runs with this value as its trigger.";
}
