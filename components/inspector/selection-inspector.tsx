"use client";
import { performAction } from "#components/editor/actions/perform-action.ts";
import { useEditorSession, useGraph, useSession } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { StepIcon } from "#components/palette/step-icon.tsx";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";

const offered = [
  { id: "edit.duplicate", label: "Duplicate", shortcut: "Mod+D" },
  { id: "edit.toggle-disabled", label: "Enable or disable", shortcut: "D" },
  { id: "arrange.layout", label: "Lay out", shortcut: "Shift+L" },
  { id: "edit.delete", label: "Delete", shortcut: "Delete" },
] as const;

/** Several things are selected: which steps, and what can be done with them together. */
export function SelectionInspector() {
  const session = useEditorSession();
  const graph = useGraph();
  const selection = useSession(selectSelection);
  const nodes = graph.nodes.filter((node) => selection.has(node.id));
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 p-3">
      <h2 className="text-md font-semibold">
        {nodes.length === selection.size ? `${nodes.length} steps` : `${selection.size} things`} selected
      </h2>
      {!session.isReadOnly && (
        <div className="flex flex-col gap-1">
          {offered.map((action) => (
            <Button
              key={action.id}
              variant="ghost"
              size="sm"
              className="justify-between"
              onClick={() => performAction(session, action.id)}
            >
              {action.label} <Kbd shortcut={action.shortcut} />
            </Button>
          ))}
        </div>
      )}
      <ul className="min-h-0 flex-1 overflow-auto border-t pt-2">
        {nodes.map((node) => {
          const definition = session.registry.get(node.type);
          return (
            <li key={node.id}>
              <button
                type="button"
                className="flex w-full items-center gap-2 rounded-md px-1.5 py-1 text-left text-sm hover:bg-hover"
                onClick={() => session.store.setState({ selection: new Set([node.id]) })}
              >
                <StepIcon icon={definition?.icon ?? "box"} category={definition?.category ?? "flow"} size="sm" />
                <span className="min-w-0 flex-1 truncate">{node.title}</span>
                <span className="text-xs text-faint">{definition?.title}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function selectSelection(state: SessionState) {
  return state.selection;
}
