/** Canvas px. */
type Bounds = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
type Room = { readonly width: number; readonly height: number };

/** On a canvas narrower than this, px, a drawing is not shrunk until nobody can read it. */
const narrowBelow = 600;
const readableZoom = 0.4;
const margin = 24;

/**
 * Where a narrow canvas looks when a drawing does not fit on it at a size that can be read: at its start, from the left.
 * Null where the whole drawing can be shown.
 *
 * @param start the card that the drawing begins with
 */
export function narrowView(all: Bounds, start: Bounds, room: Room): { x: number; y: number; zoom: number } | null {
  if (room.width >= narrowBelow) return null;
  const fitting = Math.min((room.width - 2 * margin) / all.width, (room.height - 2 * margin) / all.height);
  if (fitting >= readableZoom) return null;
  const middle = start.y + start.height / 2;
  return { x: margin - start.x * readableZoom, y: room.height / 2 - middle * readableZoom, zoom: readableZoom };
}
