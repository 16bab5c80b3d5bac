import type { CanvasPort, Point } from "./session-store.ts";

/** Where a place of the drawing (canvas px) is in the window, px; null when it cannot be seen. */
export function onScreen(canvas: CanvasPort | null, place: Point): Point | null {
  const at = canvas?.toWindow(place);
  const isSeen = at && at.x > 0 && at.y > 0 && at.x < innerWidth && at.y < innerHeight;
  return isSeen ? at : null;
}
