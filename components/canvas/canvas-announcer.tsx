import { useSelectedNode, useSession } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";

/** Reads the selection aloud, since the drawing itself is not a list that a screen reader could walk. */
export function CanvasAnnouncer() {
  const node = useSelectedNode();
  const count = useSession(selectCount);
  return (
    <p role="status" className="sr-only">
      {node ? `${node.title} selected` : count > 1 ? `${count} things selected` : ""}
    </p>
  );
}

function selectCount(state: SessionState) {
  return state.selection.size;
}
