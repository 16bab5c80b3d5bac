import { useEditorSession, useSelectedNode, useSession, useShownGraph } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { edgeTitle, onlyEdge } from "#components/editor/walk-edges.ts";

/** Reads aloud what is selected and what keys did, since the drawing itself is not a list that a screen reader could walk. */
export function CanvasAnnouncer() {
  const { registry } = useEditorSession();
  const node = useSelectedNode();
  const graph = useShownGraph();
  const selection = useSession(selectSelection);
  const spoken = useSession(selectSpoken);
  const edge = onlyEdge(graph, selection);
  const note = selection.size === 1 ? graph.notes.find((each) => selection.has(each.id)) : undefined;
  const selected = edge ? edgeTitle({ graph, registry }, edge) : note ? `Note ${note.text.slice(0, 80)}` : node?.title;
  return (
    <>
      <p role="status" data-testid="selection" className="sr-only">
        {selected ? `${selected} selected` : selection.size > 1 ? `${selection.size} things selected` : ""}
      </p>
      <p role="status" data-testid="spoken" className="sr-only">
        {spoken}
      </p>
    </>
  );
}

function selectSelection(state: SessionState) {
  return state.selection;
}
function selectSpoken(state: SessionState) {
  return state.spoken;
}
