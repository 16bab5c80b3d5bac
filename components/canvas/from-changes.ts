import type { EdgeChange, NodeChange } from "@xyflow/react";
import type { Point, SelectableId, SessionState } from "#components/editor/session-store.ts";

type SessionPatch = Partial<Pick<SessionState, "selection" | "drag" | "resize">>;

/** What a batch of React Flow's changes means: new session state, and what was resized when that has ended. */
export type Meaning = { readonly patch: SessionPatch | null; readonly resized: SessionState["resize"] };

/**
 * A gesture changes only the session; the document is written once, when it ends. The end of a drag is not here:
 * the canvas commits it together with what the drop means (see `drop.ts`).
 */
export function fromNodeChanges(
  changes: readonly NodeChange[],
  state: Pick<SessionState, "selection" | "drag" | "resize">,
  /** Where a node or note stands in the document, px: resizing by the lower right corner tells no place. */
  placeOf: (id: string) => Point | undefined,
): Meaning {
  const drag = new Map(state.drag ?? []);
  const at = new Map<string, Point>();
  let resize = state.resize;
  let ended: SessionState["resize"] = null;
  for (const change of changes) {
    if (change.type === "position" && change.position) {
      at.set(change.id, change.position);
      if (change.dragging) drag.set(change.id, change.position);
    }
  }
  for (const change of changes) {
    if (change.type !== "dimensions" || change.resizing === undefined) continue;
    const size = change.dimensions
      ? { w: Math.round(change.dimensions.width), h: Math.round(change.dimensions.height) }
      : resize?.size;
    const place = at.get(change.id) ?? (resize?.id === change.id ? resize.at : placeOf(change.id));
    if (size && place) resize = { id: change.id, at: place, size };
    if (!change.resizing) ended = resize;
  }
  if (ended) resize = null;
  const selection = nextSelection(changes, state.selection);
  const patch: SessionPatch = {
    ...(selection === state.selection ? {} : { selection }),
    ...(drag.size === (state.drag?.size ?? 0) && !changes.some(isDrag) ? {} : { drag }),
    ...(resize === state.resize ? {} : { resize }),
  };
  return { patch: Object.keys(patch).length > 0 ? patch : null, resized: ended };
}

/** A box takes steps and notes; edges go with their steps anyway and would only be counted twice. */
export function fromEdgeChanges(
  changes: readonly EdgeChange[],
  state: Pick<SessionState, "selection" | "isBoxSelecting">,
): Meaning {
  if (state.isBoxSelecting) return { patch: null, resized: null };
  const selection = nextSelection(changes, state.selection);
  return { patch: selection === state.selection ? null : { selection }, resized: null };
}

function isDrag(change: NodeChange): boolean {
  return change.type === "position" && change.dragging === true;
}

function nextSelection(
  changes: readonly (NodeChange | EdgeChange)[],
  selection: ReadonlySet<SelectableId>,
): ReadonlySet<SelectableId> {
  const next = new Set(selection);
  let changed = false;
  for (const change of changes) {
    if (change.type !== "select") continue;
    const id = change.id as SelectableId;
    if (change.selected === next.has(id)) continue;
    changed = true;
    if (change.selected) next.add(id);
    else next.delete(id);
  }
  return changed ? next : selection;
}
