import type { SessionState } from "#components/editor/session-store.ts";
import type { DocumentCommand } from "#core/document/commands.ts";
import type { Graph, GraphNode } from "#core/graph/graph.ts";
import type { NoteId } from "#core/id.ts";
import { boxMeasure } from "./box-measure.ts";
import type { Card } from "./card-geometry.ts";

export type Resize = NonNullable<SessionState["resize"]>;

/** What the end of a resize writes. What a box holds stays where it is, whichever border was moved. */
export function resizeCommands(graph: Graph, { id, at, size }: Resize): readonly DocumentCommand[] {
  if (id.startsWith("note_"))
    return [{ type: "note.change", id: id as NoteId, change: { x: at.x, y: at.y, w: size.w, h: size.h } }];
  const node = graph.nodes.find((each) => each.id === id);
  if (!node) return [];
  const moves = [{ id: node.id, x: at.x, y: at.y }];
  for (const child of graph.nodes) {
    const shifted = child.parent === node.id ? inResizedBox(child, node, { id, at, size }) : child;
    if (shifted.x !== child.x || shifted.y !== child.y) moves.push({ id: child.id, x: shifted.x, y: shifted.y });
  }
  const isMoved = moves.length > 1 || node.x !== at.x || node.y !== at.y;
  const resized: DocumentCommand = { type: "node.resize", id: node.id, w: size.w, h: size.h };
  return isMoved ? [resized, { type: "node.move", moves }] : [resized];
}

/** Where a step is in a box that is being resized: its place is relative to a corner that moves. */
export function inResizedBox(
  { x, y }: GraphNode,
  box: GraphNode,
  { at }: Resize,
): { readonly x: number; readonly y: number } {
  return { x: x + box.x - at.x, y: y + box.y - at.y };
}

/** Whether a box with its corner here still has its padding left of and above what it holds. */
export function keepsRoom(
  graph: Graph,
  { node: { id }, kind }: Pick<Card, "node" | "kind">,
  corner: { readonly x: number; readonly y: number },
): boolean {
  const { padding } = boxMeasure(kind);
  const box = graph.nodes.find((node) => node.id === id);
  if (!box) return false;
  return graph.nodes.every(
    (node) =>
      node.parent !== id ||
      ((corner.x <= box.x || node.x + box.x - corner.x >= padding.left / 2) &&
        (corner.y <= box.y || node.y + box.y - corner.y >= padding.top - 8)),
  );
}
