import { boxMeasure } from "#components/canvas/box-measure.ts";
import { drawnOf, type Scene } from "#components/canvas/drawn-cards.ts";
import { mayHold } from "#components/canvas/may-hold.ts";
import type { DocumentCommand } from "#core/document/commands.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { EdgeId, NodeId } from "#core/id.ts";
import { toGrid } from "./new-node.ts";
import { topsOf } from "./select.ts";

/** Px between what is moved and what it is put beside. */
const gapPx = 32;

/** The boxes that all of these steps can be moved into, in the order of the drawing. */
export function boxesFor({ graph, registry }: Scene, selected: readonly GraphNode[]): readonly GraphNode[] {
  const tops = topsOf(graph, selected);
  const ids = new Set(tops.map((node) => node.id));
  const parents = new Map(graph.nodes.map((node) => [node.id, node.parent]));
  const isInside = (node: GraphNode) => {
    const seen = new Set<NodeId>();
    for (let up: NodeId | null = node.id; up !== null && !seen.has(up); up = parents.get(up) ?? null) {
      if (ids.has(up)) return true;
      seen.add(up);
    }
    return false;
  };
  return graph.nodes.filter(
    (box) =>
      tops.length > 0 && tops.every((node) => node.parent !== box.id && mayHold(registry, box, node)) && !isInside(box),
  );
}

/** What is around the box that these steps are in: where they come to when they are moved out. Undefined: they cannot. */
export function outsideOf({ graph, registry }: Scene, selected: readonly GraphNode[]): GraphNode | null | undefined {
  const tops = topsOf(graph, selected);
  const [first] = tops;
  const box = graph.nodes.find((node) => node.id === first?.parent);
  if (!box || tops.some((node) => node.parent !== box.id)) return undefined;
  const around = graph.nodes.find((node) => node.id === box.parent) ?? null;
  return tops.every((node) => mayHold(registry, around, node)) ? around : undefined;
}

export type Moving = { readonly commands: readonly DocumentCommand[]; readonly cut: number };

/** The commands that put steps into a box, below what it holds, or out of one, below it; with the edges that this cuts. */
export function moveInto(scene: Scene, selected: readonly GraphNode[], box: GraphNode | null): Moving {
  const tops = topsOf(scene.graph, selected);
  const { cards, places, children } = drawnOf(scene);
  const at = tops.map((node) => ({ id: node.id, ...(places.get(node.id) ?? { x: node.x, y: node.y }) }));
  const corner = { x: Math.min(...at.map(({ x }) => x)), y: Math.min(...at.map(({ y }) => y)) };
  const base = (box && places.get(box.id)) || { x: 0, y: 0 };
  const left = tops[0]?.parent ? cards.get(tops[0].parent) : undefined;
  const isOut = left !== undefined && left.node.parent === (box?.id ?? null);
  const held = (children.get(box?.id ?? null) ?? []).filter((node) => !tops.includes(node));
  const { padding } = boxMeasure(box ? (cards.get(box.id)?.kind ?? null) : null);
  const bottom = Math.max(padding.top - gapPx, ...held.map((node) => node.y + (cards.get(node.id)?.h ?? 0)));
  // Relative to the box that they come into.
  const spot = isOut ? { x: left.node.x, y: left.node.y + left.h + gapPx } : { x: padding.left, y: bottom + gapPx };
  const place = box === null && !isOut ? { x: corner.x - base.x, y: corner.y - base.y } : spot;
  const moves = at.map(({ id, x, y }) => ({
    id,
    parent: box?.id ?? null,
    x: toGrid(x - corner.x + place.x),
    y: toGrid(y - corner.y + place.y),
  }));
  const cut = cutEdges(scene, new Set(tops.map((node) => node.id)));
  const commands: DocumentCommand[] = [{ type: "node.reparent", moves }];
  if (cut.length > 0) commands.push({ type: "edge.remove", ids: cut });
  return { commands, cut: cut.length };
}

/** Edges to what does not come along: it stays on the other side of the border. */
function cutEdges({ graph }: Scene, moved: ReadonlySet<NodeId>): readonly EdgeId[] {
  return graph.edges.filter((edge) => moved.has(edge.source) !== moved.has(edge.target)).map((edge) => edge.id);
}
