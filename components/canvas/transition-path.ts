import type { Point } from "#components/editor/session-store.ts";
import type { TransitionRoute } from "./transition-lanes.ts";

/** A curve, the place of its title, and where its tip points to; canvas px. */
export type DrawnTransition = {
  readonly path: string;
  readonly label: Point;
  readonly tip: Point & { readonly way: "right" | "down" };
};

/** The tip ends before the port's dot. */
const tipGap = 6;
const cornerPx = 16;

export function drawTransition(from: Point, port: Point, route: TransitionRoute): DrawnTransition {
  const to = { x: port.x - tipGap, y: port.y };
  if (route.kind === "self") return drawSelf(from, route.top);
  if (route.kind === "back") return drawBack(from, to, route);
  const reach = Math.max(24, (to.x - from.x) / 2);
  const [first, second] = [
    { x: from.x + reach, y: from.y },
    { x: to.x - reach, y: to.y },
  ];
  return {
    path: `M${at(from)} C${at(first)} ${at(second)} ${at(to)}`,
    // Near its start, where edges from neighbouring ports are still apart.
    label: onCubic([from, first, second, to], 0.36),
    tip: { ...to, way: "right" },
  };
}

function drawSelf(from: Point, top: number): DrawnTransition {
  const to = { x: from.x - 36, y: top - 2 };
  return {
    path: `M${at(from)} C${from.x + 62} ${from.y} ${from.x + 34} ${top - 62} ${at(to)}`,
    label: { x: from.x + 26, y: top - 20 },
    tip: { ...to, way: "down" },
  };
}

/** Out to the right, down to its lane, back below the states, up, and in from the left; round at each corner. */
function drawBack(
  from: Point,
  to: Point,
  { laneY, lane }: Extract<TransitionRoute, { kind: "back" }>,
): DrawnTransition {
  const out = 20 + lane * 8;
  const right = from.x + out;
  const left = to.x - out;
  const path = rounded([
    from,
    { x: right, y: from.y },
    { x: right, y: laneY },
    { x: left, y: laneY },
    { x: left, y: to.y },
    to,
  ]);
  return { path, label: { x: (right + left) / 2, y: laneY }, tip: { ...to, way: "right" } };
}

/** A path along points with round corners. */
function rounded(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const parts = [`M${at(first)}`];
  rest.forEach((point, index) => {
    const before = points[index] ?? first;
    const after = rest[index + 1];
    if (!after) {
      parts.push(`L${at(point)}`);
      return;
    }
    const start = towards(point, before);
    const end = towards(point, after);
    parts.push(`L${at(start)} Q${at(point)} ${at(end)}`);
  });
  return parts.join(" ");
}

/** A point on the way from a corner to its neighbour, as far off as the corner is round. */
function towards(corner: Point, neighbour: Point): Point {
  const [dx, dy] = [neighbour.x - corner.x, neighbour.y - corner.y];
  const length = Math.hypot(dx, dy);
  const share = length === 0 ? 0 : Math.min(cornerPx, length / 2) / length;
  return { x: corner.x + dx * share, y: corner.y + dy * share };
}

function onCubic([a, b, c, d]: readonly [Point, Point, Point, Point], t: number): Point {
  const u = 1 - t;
  const mix = (k: "x" | "y") => u * u * u * a[k] + 3 * u * u * t * b[k] + 3 * u * t * t * c[k] + t * t * t * d[k];
  return { x: mix("x"), y: mix("y") };
}

function at({ x, y }: Point): string {
  return `${x} ${y}`;
}
