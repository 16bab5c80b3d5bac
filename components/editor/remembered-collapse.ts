import type { NodeId, WorkflowId } from "#core/id.ts";
import { isId } from "#core/id.ts";
import type { EditorSession } from "./editor-session.ts";

/** More than any drawing has; a list that grew beyond is of boxes that are long gone. */
const idsMax = 2_000;

/** Keeps in this browser which boxes of a workflow are folded, and folds them again; answers how to stop. */
export function rememberCollapsed(workflowId: WorkflowId, { store }: EditorSession): () => void {
  const key = `heddle.collapsed.${workflowId}`;
  store.setState({ collapsed: read(key) });
  return store.subscribe(({ collapsed }, before) => {
    if (collapsed === before.collapsed) return;
    try {
      if (collapsed.size === 0) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify([...collapsed].slice(-idsMax)));
    } catch {
      // A browser that keeps nothing shows every box open the next time.
    }
  });
}

function read(key: string): ReadonlySet<NodeId> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return new Set(Array.isArray(kept) ? kept.filter((id): id is NodeId => isId("n", id)) : []);
  } catch {
    return new Set();
  }
}
