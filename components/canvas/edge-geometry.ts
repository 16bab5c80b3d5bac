import type { Point } from "#components/editor/session-store.ts";

export const edgeCurvature = 0.3;

/** Points along the curve that is drawn from an output (leaving to the right) to an input (entering from the left). */
function edgePoints(from: Point, to: Point, count = 24): readonly Point[] {
  const reach = controlReach(to.x - from.x);
  const first = { x: from.x + reach, y: from.y };
  const second = { x: to.x - reach, y: to.y };
  return Array.from({ length: count + 1 }, (_, index) => cubic(from, first, second, to, index / count));
}

/** Distance in px from a point to the nearest of the sampled points; enough to tell whether a card lies on an edge. */
export function distanceToEdge(at: Point, from: Point, to: Point): number {
  let least = Number.POSITIVE_INFINITY;
  for (const point of edgePoints(from, to)) least = Math.min(least, Math.hypot(point.x - at.x, point.y - at.y));
  return least;
}

/** The same reach that React Flow's bezier uses, so that what is hit is what is seen. */
function controlReach(distance: number): number {
  return distance >= 0 ? distance / 2 : edgeCurvature * 25 * Math.sqrt(-distance);
}

function cubic(a: Point, b: Point, c: Point, d: Point, t: number): Point {
  const u = 1 - t;
  const mix = (k: "x" | "y") => u * u * u * a[k] + 3 * u * u * t * b[k] + 3 * u * t * t * c[k] + t * t * t * d[k];
  return { x: mix("x"), y: mix("y") };
}
