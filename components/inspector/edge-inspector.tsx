"use client";
import { performAction } from "#components/editor/actions/perform-action.ts";
import { selectOnly } from "#components/editor/select.ts";
import { useEditorSession, useIsLocked, useShownGraph } from "#components/editor/session-context.tsx";
import { StepIcon } from "#components/palette/step-icon.tsx";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import type { GraphEdge } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";

const offered = [
  { id: "add.step", label: "Add a step here", shortcut: "Tab" },
  { id: "edit.delete", label: "Delete connection", shortcut: "Delete" },
] as const;

/** A connection is selected: which steps it joins, and what can be done with it. */
export function EdgeInspector({ edge }: { edge: GraphEdge }) {
  const session = useEditorSession();
  const isLocked = useIsLocked();
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 p-3">
      <h2 className="text-md font-semibold">Connection</h2>
      <ul>
        <End label="From" id={edge.source} />
        <End label="To" id={edge.target} />
      </ul>
      {!isLocked && (
        <div className="flex flex-col gap-1 border-t pt-3">
          {offered.map(({ id, label, shortcut }) => (
            <Button
              key={id}
              variant="ghost"
              size="sm"
              className="justify-between"
              onClick={() => performAction(session, id)}
            >
              {label} <Kbd shortcut={shortcut} />
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

function End({ label, id }: { label: string; id: NodeId }) {
  const { store, registry } = useEditorSession();
  const node = useShownGraph().nodes.find((each) => each.id === id);
  if (!node) return null;
  const definition = registry.get(node.type);
  return (
    <li>
      <button
        type="button"
        className="flex w-full items-center gap-2 rounded-md px-1.5 py-1 text-left text-sm hover:bg-hover"
        onClick={() => {
          selectOnly(store, [id]);
          store.getState().canvas?.reveal(id);
        }}
      >
        <span className="w-9 text-xs text-muted">{label}</span>
        <StepIcon icon={definition?.icon ?? "box"} category={definition?.category ?? "flow"} size="sm" />
        <span className="min-w-0 flex-1 truncate">{node.title}</span>
      </button>
    </li>
  );
}
