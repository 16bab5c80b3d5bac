import type { NodeMove } from "#core/document/commands.ts";
import type { NodeId } from "#core/id.ts";

export type Box = {
  readonly id: NodeId;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
};
export type Edge = "left" | "centre" | "right" | "top" | "middle" | "bottom";

/** Moves that line boxes up with the outermost of them, or with the middle of all. Boxes already in place stay out. */
export function alignMoves(boxes: readonly Box[], edge: Edge): readonly NodeMove[] {
  if (boxes.length < 2) return [];
  const left = Math.min(...boxes.map((box) => box.x));
  const right = Math.max(...boxes.map((box) => box.x + box.w));
  const top = Math.min(...boxes.map((box) => box.y));
  const bottom = Math.max(...boxes.map((box) => box.y + box.h));
  return moved(boxes, (box) => {
    switch (edge) {
      case "left":
        return { x: left, y: box.y };
      case "centre":
        return { x: (left + right - box.w) / 2, y: box.y };
      case "right":
        return { x: right - box.w, y: box.y };
      case "top":
        return { x: box.x, y: top };
      case "middle":
        return { x: box.x, y: (top + bottom - box.h) / 2 };
      case "bottom":
        return { x: box.x, y: bottom - box.h };
    }
  });
}

/** Moves that make the gaps between boxes equal along an axis; the outer two stay. */
export function distributeMoves(boxes: readonly Box[], axis: "x" | "y"): readonly NodeMove[] {
  if (boxes.length < 3) return [];
  const size = axis === "x" ? "w" : "h";
  const sorted = boxes.toSorted((a, b) => a[axis] - b[axis]);
  const first = sorted[0] as Box;
  const last = sorted.at(-1) as Box;
  const filled = sorted.reduce((sum, box) => sum + box[size], 0);
  const gap = (last[axis] + last[size] - first[axis] - filled) / (sorted.length - 1);
  let next = first[axis];
  const places = new Map<NodeId, number>();
  for (const box of sorted) {
    places.set(box.id, next);
    next += box[size] + gap;
  }
  return moved(boxes, (box) => ({ x: box.x, y: box.y, [axis]: places.get(box.id) ?? box[axis] }));
}

function moved(boxes: readonly Box[], placeOf: (box: Box) => { x: number; y: number }): readonly NodeMove[] {
  return boxes.flatMap((box) => {
    const place = placeOf(box);
    const [x, y] = [Math.round(place.x), Math.round(place.y)];
    return x === box.x && y === box.y ? [] : [{ id: box.id, x, y }];
  });
}
