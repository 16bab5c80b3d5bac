import { drawnOf } from "#components/canvas/drawn-cards.ts";
import type { NodeId } from "#core/id.ts";
import type { EditorSession } from "./editor-session.ts";
import { sceneOf } from "./scene.ts";
import type { SelectableId } from "./session-store.ts";

/** Folds boxes into cards, or opens them again. What was selected inside gives its selection to the box. */
export function setCollapsed(session: EditorSession, ids: readonly NodeId[], isCollapsed: boolean): void {
  const { collapsed, selection } = session.store.getState();
  const next = new Set(collapsed);
  for (const id of ids) {
    if (isCollapsed) next.add(id);
    else next.delete(id);
  }
  const { hidden } = drawnOf({ ...sceneOf(session), collapsed: next });
  const shown = new Set<SelectableId>();
  for (const id of selection) shown.add(hidden.get(ownerOf(id)) ?? id);
  session.store.setState({ collapsed: next, selection: shown });
}

/** Opens every box that hides something selected: one who goes to a step wants to see it. Answers how to stop. */
export function openForSelection(session: EditorSession): () => void {
  return session.store.subscribe((state, before) => {
    if (state.selection === before.selection || state.collapsed.size === 0) return;
    const { graph, registry } = sceneOf(session);
    const { hidden } = drawnOf({ graph, registry, collapsed: state.collapsed });
    const parents = new Map(graph.nodes.map((node) => [node.id, node.parent]));
    const open = new Set<NodeId>();
    for (const id of state.selection) {
      if (!hidden.has(ownerOf(id))) continue;
      for (let up = parents.get(ownerOf(id)) ?? null; up !== null && !open.has(up); up = parents.get(up) ?? null)
        open.add(up);
    }
    if (open.size > 0)
      session.store.setState({ collapsed: new Set([...state.collapsed].filter((id) => !open.has(id))) });
  });
}

/** The step by which something is in a box: itself, or the step that an edge leaves. */
function ownerOf(id: SelectableId): NodeId {
  const dot = id.indexOf(".");
  return (dot < 0 ? id : id.slice(0, dot)) as NodeId;
}
