"use client";
import * as Radix from "@radix-ui/react-dialog";
import { useEditorSession } from "#components/editor/session-context.tsx";
import type { GraphNode } from "#core/graph/graph.ts";
import { InputPane } from "./input-pane.tsx";
import { OutputPane } from "./output-pane.tsx";
import { useSamples } from "./samples.ts";
import { SettingsPane } from "./settings-pane.tsx";
import { StepHeader } from "./step-header.tsx";
import { StepSurroundings } from "./step-surroundings.tsx";
import { TestButton } from "./test-button.tsx";

/** The selected step in a large dialog: what arrives, what is set, what comes out, side by side. */
export function ExpandedStep({ node }: { node: GraphNode }) {
  const { store, registry, isReadOnly } = useEditorSession();
  const samples = useSamples();
  const isTrigger = registry.get(node.type)?.role === "trigger";
  return (
    <Radix.Root open onOpenChange={(open) => store.setState({ isStepExpanded: open })}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            // Straight to the first setting: that is what a step is opened for.
            const panes = event.currentTarget as HTMLElement;
            const first = panes.querySelector<HTMLElement>(
              "[data-pane=settings] :is(input, textarea, [contenteditable=true])",
            );
            if (!first) return;
            event.preventDefault();
            first.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            store.getState().canvas?.focus();
          }}
          data-panel="open-step"
          className="fixed inset-6 z-50 m-auto flex max-w-[1680px] animate-pop flex-col overflow-hidden rounded-xl border bg-raised shadow-high focus:outline-none"
        >
          <Radix.Title className="sr-only">{node.title}</Radix.Title>
          <StepSurroundings node={node} samples={samples} isReadOnly={isReadOnly}>
            <div className="flex items-start border-b">
              <div className="min-w-0 flex-1">
                <StepHeader node={node} />
              </div>
              <div className="p-3.5 pl-0">
                <TestButton node={node} />
              </div>
            </div>
            <div className="grid min-h-0 flex-1 grid-cols-[minmax(260px,1fr)_minmax(380px,1.35fr)_minmax(280px,1fr)] divide-x">
              <Pane title="Input">
                {isTrigger ? (
                  <p className="p-4 text-sm text-muted">A trigger starts runs, so nothing arrives at it.</p>
                ) : (
                  <InputPane className="min-h-0 flex-1" />
                )}
              </Pane>
              <section aria-label="Settings" data-pane="settings" className="flex min-h-0 flex-col bg-surface">
                <h2 className="h-9 shrink-0 border-b px-4 text-sm leading-9 font-medium">Settings</h2>
                <div className="min-h-0 flex-1 overflow-auto">
                  <SettingsPane node={node} className="mx-auto max-w-2xl p-4" />
                </div>
              </section>
              <Pane title="Output">
                <OutputPane node={node} samples={samples} className="flex-1" />
              </Pane>
            </div>
          </StepSurroundings>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Pane({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="flex min-h-0 min-w-0 flex-col">
      <h2 className="h-9 shrink-0 border-b px-3 text-sm leading-9 font-medium">{title}</h2>
      {children}
    </section>
  );
}
