import { boxMeasure } from "#components/canvas/box-measure.ts";
import { absolutePositions, cardWidth, headerHeight, headerMiddle } from "#components/canvas/card-geometry.ts";
import { drawnOf } from "#components/canvas/drawn-cards.ts";
import { containerKindOf } from "#core/compile/container-kind.ts";
import type { EdgeEnds, Graph, GraphNode } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";
import type { NodeDefinition } from "#core/node-kit/define-node.ts";
import type { EditorSession } from "./editor-session.ts";
import { toGrid } from "./new-node.ts";
import { sceneOf } from "./scene.ts";
import type { PickerRequest, Point } from "./session-store.ts";

/** Canvas px between a step and the one that follows it. */
const gapX = 64;

/** Where a step that follows `after` stands: right of it, canvas px absolute. */
export function placeAfter(session: EditorSession, after: GraphNode): Point {
  const { cards, places } = drawnOf(sceneOf(session));
  const at = places.get(after.id) ?? after;
  return { x: at.x + (cards.get(after.id)?.w ?? cardWidth) + gapX, y: at.y };
}

/** Where a step stands that goes into an edge: between its ends, or below them when there is no room. Canvas px absolute. */
export function placeBetween(session: EditorSession, { source, target }: EdgeEnds): Point {
  const { cards, places } = drawnOf(sceneOf(session));
  const [from, to] = [cards.get(source), cards.get(target)];
  const [start, end] = [places.get(source), places.get(target)];
  if (!from || !to || !start || !end) return { x: 0, y: 0 };
  const left = start.x + from.w;
  const x = toGrid((left + end.x - cardWidth) / 2);
  const hasRoom = end.x - left >= cardWidth + gapX;
  const bottom = Math.max(start.y + from.h, end.y + to.h);
  const line = (start.y + headerMiddle(from.isContainer) + end.y + headerMiddle(to.isContainer)) / 2;
  return { x, y: hasRoom ? toGrid(line - headerMiddle(false)) : bottom + gapX / 2 };
}

/** A place level with a step, moved so that the line between the step and what comes there is straight. */
export function inLine(session: EditorSession, at: Point, joined: NodeId, definition: NodeDefinition): Point {
  const card = drawnOf(sceneOf(session)).cards.get(joined);
  if (!card || at.y !== card.node.y) return at;
  return { x: at.x, y: at.y + headerMiddle(card.isContainer) - headerMiddle(containerKindOf(definition) !== null) };
}

function parentOf(graph: Graph, id: NodeId | null): NodeId | null {
  return graph.nodes.find((node) => node.id === id)?.parent ?? null;
}

/** The box of what a new step is joined to; null outside of all. */
export function boxOfJoin(graph: Graph, join: PickerRequest["join"]): NodeId | null {
  switch (join.kind) {
    case "nothing":
      return null;
    case "inside":
      return join.container;
    case "splice":
      return parentOf(graph, graph.edges.find((each) => each.id === join.edge)?.source ?? null);
    case "after":
      return parentOf(graph, join.source.nodeId);
    case "before":
      return parentOf(graph, join.target.nodeId);
  }
}

/** A place of the drawing, relative to a box. */
export function relativeTo(graph: Graph, parent: NodeId | null, at: Point): Point {
  const base = parent ? absolutePositions(graph.nodes).get(parent) : null;
  return base ? { x: at.x - base.x, y: at.y - base.y } : at;
}

/** Where the first step of a box stands, relative to the box. */
export function innerCorner(session: EditorSession, box: NodeId): Point {
  const { padding } = boxMeasure(drawnOf(sceneOf(session)).cards.get(box)?.kind ?? null);
  return { x: padding.left, y: padding.top };
}

/** Moves down past cards that stand in the way, so that branches of one step do not pile up. */
export function freeSpot(session: EditorSession, at: Point, parent: NodeId | null, definition: NodeDefinition): Point {
  const kind = containerKindOf(definition);
  const size = kind ? boxMeasure(kind).size : { w: cardWidth, h: headerHeight };
  const spot = { ...at };
  const others = [...drawnOf(sceneOf(session)).cards.values()].filter(({ node }) => node.parent === parent);
  for (let tries = 0; tries < 50; tries++) {
    const hit = others.find(
      ({ node, w, h }) =>
        spot.x < node.x + w + 16 &&
        spot.x + size.w + 16 > node.x &&
        spot.y < node.y + h + 16 &&
        spot.y + size.h + 16 > node.y,
    );
    if (!hit) break;
    spot.y = hit.node.y + hit.h + 24;
  }
  return spot;
}
