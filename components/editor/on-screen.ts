import { drawnOf } from "#components/canvas/drawn-cards.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { EditorSession } from "./editor-session.ts";
import { sceneOf } from "./scene.ts";
import type { CanvasPort, Point } from "./session-store.ts";

/** Where a place of the drawing (canvas px) is in the window, px; null when it cannot be seen. */
export function onScreen(canvas: CanvasPort | null, place: Point): Point | null {
  const at = canvas?.toWindow(place);
  const isSeen = at && at.x > 0 && at.y > 0 && at.x < innerWidth && at.y < innerHeight;
  return isSeen ? at : null;
}

/** Where something that is asked about a step opens, window px: at its right upper corner, or else at the pointer. */
export function askAt(session: EditorSession, node: GraphNode): Point {
  const { canvas } = session.store.getState();
  const { cards, places } = drawnOf(sceneOf(session));
  const corner = places.get(node.id) ?? node;
  const at = onScreen(canvas, { x: corner.x + (cards.get(node.id)?.w ?? 0), y: corner.y });
  return at ?? canvas?.pointer() ?? { x: innerWidth / 2, y: innerHeight / 3 };
}
