import { absolutePositions } from "#components/canvas/card-geometry.ts";
import { drawnCards, drawnOf } from "#components/canvas/drawn-cards.ts";
import { boxAt } from "#components/canvas/drop-target.ts";
import { toast } from "#components/ui/toast.ts";
import type { GraphFragment } from "#core/document/commands.ts";
import { freshCopy } from "#core/document/fresh-copy.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";
import type { EditorSession } from "./editor-session.ts";
import { fragmentText, readFragment } from "./fragment-text.ts";
import { freshId } from "./fresh-id.ts";
import { toGrid } from "./new-node.ts";
import { sceneOf } from "./scene.ts";
import { selectOnly, topsOf } from "./select.ts";
import type { Point, SelectableId } from "./session-store.ts";

/** The selected steps with all that they hold, the edges between them, and the selected notes; top level absolute. */
export function fragmentOf(graph: Graph, selection: ReadonlySet<SelectableId>): GraphFragment {
  const taken = new Set<NodeId>();
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  for (const node of graph.nodes) {
    for (let up = byId.get(node.id), depth = 0; up && depth < 64; depth++) {
      if (selection.has(up.id)) taken.add(node.id);
      up = up.parent ? byId.get(up.parent) : undefined;
    }
  }
  const places = absolutePositions(graph.nodes);
  return {
    nodes: graph.nodes
      .filter((node) => taken.has(node.id))
      .map((node) =>
        node.parent && taken.has(node.parent) ? node : { ...node, ...(places.get(node.id) ?? {}), parent: null },
      ),
    edges: graph.edges.filter((edge) => taken.has(edge.source) && taken.has(edge.target)),
    notes: graph.notes.filter((note) => selection.has(note.id)),
  };
}

/** The selection as text for the clipboard; null when nothing that can be copied is selected. */
export function copiedText(session: EditorSession): string | null {
  const fragment = fragmentOf(session.graph.get(), session.store.getState().selection);
  return fragment.nodes.length + fragment.notes.length === 0 ? null : fragmentText(fragment);
}

export async function writeClipboard(session: EditorSession): Promise<void> {
  const text = copiedText(session);
  if (text === null) return;
  await navigator.clipboard.writeText(text).catch(() => {
    toast.error("The browser does not let the menu write to the clipboard. Press the copy keys instead.");
  });
}

/** Puts copied steps at the pointer; says what is wrong when the text is not that. */
export function pasteText(session: EditorSession, text: string): void {
  const read = readFragment(text);
  if (!read.ok) {
    toast.error(read.message);
    return;
  }
  const { canvas } = session.store.getState();
  const at = canvas ? canvas.toCanvas(canvas.pointer()) : { x: 0, y: 0 };
  const bounds = boundsOf(session, read.fragment);
  const scene = sceneOf(session);
  insertFragment(session, read.fragment, {
    verb: "Paste",
    shift: { x: at.x - (bounds.left + bounds.right) / 2, y: at.y - (bounds.top + bounds.bottom) / 2 },
    into: boxAt(scene, at, topsOf(read.fragment, read.fragment.nodes), drawnOf(scene).places),
  });
}

type Insertion = {
  readonly verb: string;
  /** Px. */
  readonly shift: Point;
  /** The box that the copy is put into. */
  readonly into: NodeId | null;
};

/** Adds a copy with fresh ids and free keys, and selects it. */
export function insertFragment(
  session: EditorSession,
  fragment: GraphFragment,
  { verb, shift, into }: Insertion,
): void {
  const copy = freshCopy(fragment, {
    into: session.graph.get(),
    newNodeId: () => freshId("n"),
    newNoteId: () => freshId("note"),
  });
  const corner = (into && drawnOf(sceneOf(session)).places.get(into)) || { x: 0, y: 0 };
  const moved = moveBy(copy, { x: toGrid(shift.x), y: toGrid(shift.y) }, { parent: into, ...corner });
  const count = moved.nodes.length + moved.notes.length;
  const noun = moved.nodes.length === 0 ? "note" : "step";
  const label = `${verb} ${count === 1 ? noun : `${count} ${noun}s`}`;
  const mergeKey = `insert ${moved.nodes[0]?.id ?? moved.notes[0]?.id}`;
  for (const fragmentPart of portionsOf(moved))
    session.dispatch({ type: "graph.insert", fragment: fragmentPart }, label, mergeKey);
  selectOnly(session.store, [
    ...topsOf(moved, moved.nodes).map((node) => node.id),
    ...moved.notes.map((note) => note.id),
  ]);
}

/** Text length of one message's worth of steps, well under `caps.collabMessageBytes` once it is an update. */
const portionChars = 64_000;

/** A large fragment in portions that the server takes as one message each: steps, then edges and notes. */
export function portionsOf(fragment: GraphFragment): readonly GraphFragment[] {
  const portions: GraphFragment[] = [];
  const cut = <T>(things: readonly T[], make: (some: readonly T[]) => Partial<GraphFragment>) => {
    let some: T[] = [];
    let size = 0;
    for (const thing of things) {
      const chars = JSON.stringify(thing).length;
      if (some.length > 0 && size + chars > portionChars) {
        portions.push({ nodes: [], edges: [], notes: [], ...make(some) });
        some = [];
        size = 0;
      }
      some.push(thing);
      size += chars;
    }
    if (some.length > 0) portions.push({ nodes: [], edges: [], notes: [], ...make(some) });
  };
  if (JSON.stringify(fragment).length <= portionChars) return [fragment];
  cut(fragment.nodes, (nodes) => ({ nodes }));
  cut(fragment.edges, (edges) => ({ edges }));
  cut(fragment.notes, (notes) => ({ notes }));
  return portions;
}

function moveBy(fragment: GraphFragment, by: Point, box: Point & { readonly parent: NodeId | null }): GraphFragment {
  const tops = new Set(topsOf(fragment, fragment.nodes));
  return {
    ...fragment,
    nodes: fragment.nodes.map((node) =>
      tops.has(node) ? { ...node, parent: box.parent, x: node.x + by.x - box.x, y: node.y + by.y - box.y } : node,
    ),
    notes: fragment.notes.map((note) => ({ ...note, x: note.x + by.x, y: note.y + by.y })),
  };
}

function boundsOf({ registry }: EditorSession, fragment: GraphFragment) {
  const { cards } = drawnCards(fragment.nodes, registry);
  const tops = [...cards.values()].filter(({ node }) => node.parent === null);
  const boxes = [...tops.map(({ node, w, h }) => ({ x: node.x, y: node.y, w, h })), ...fragment.notes];
  return {
    left: Math.min(...boxes.map((box) => box.x)),
    top: Math.min(...boxes.map((box) => box.y)),
    right: Math.max(...boxes.map((box) => box.x + box.w)),
    bottom: Math.max(...boxes.map((box) => box.y + box.h)),
  };
}
