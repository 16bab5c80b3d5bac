import { Plus } from "lucide-react";
import { StepIcon } from "#components/palette/step-icon.tsx";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { performAction } from "./actions/perform-action.ts";
import { addBehindSelection } from "./add-behind-selection.ts";
import { useEditorSession, useShownGraph } from "./session-context.tsx";

/** What to do first: every workflow begins with what starts it. */
export function EmptyCanvas() {
  const session = useEditorSession();
  const graph = useShownGraph();
  if (graph.nodes.length > 0 || session.isReadOnly) return null;
  const triggers = [...session.registry.values()].filter((definition) => definition.role === "trigger");
  return (
    <div className="pointer-events-none absolute inset-0 grid place-items-center">
      <div className="pointer-events-auto flex w-96 max-w-[calc(100%-32px)] flex-col gap-2 rounded-xl border bg-surface p-5 shadow-high">
        <h2 className="text-lg font-semibold">What starts this workflow?</h2>
        {triggers.map((definition) => (
          <button
            key={definition.type}
            type="button"
            onClick={() => {
              addBehindSelection(session, definition);
              session.store.getState().canvas?.focus();
            }}
            className="flex items-center gap-3 rounded-lg border p-3 text-left transition-colors hover:border-accent hover:bg-accent-soft/50"
          >
            <StepIcon icon={definition.icon} category={definition.category} size="lg" />
            <span className="min-w-0">
              <span className="block text-md font-medium">{definition.title}</span>
              <span className="block text-sm text-muted">{definition.summary}</span>
            </span>
          </button>
        ))}
        <div className="mt-1 flex items-center gap-2 text-sm text-muted">
          <Button size="sm" variant="ghost" onClick={() => performAction(session, "add.step")}>
            <Plus />
            Any step
          </Button>
          or press <Kbd shortcut="Tab" />
        </div>
      </div>
    </div>
  );
}
