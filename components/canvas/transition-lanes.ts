import type { Point } from "#components/editor/session-store.ts";
import type { EdgeId, NodeId } from "#core/id.ts";
import type { Card } from "./card-geometry.ts";
import { drawnOf, type Scene } from "./drawn-cards.ts";

/** How a transition is drawn: straight on, below the states to one that stands before, or around to the same state. */
export type TransitionRoute =
  | { readonly kind: "on" }
  | { readonly kind: "back" /** Canvas px, absolute. */; readonly laneY: number; readonly lane: number }
  | { readonly kind: "self" /** Canvas px: the state's upper border. */; readonly top: number };

export type Transition = { readonly title: string; readonly route: TransitionRoute };

const firstLanePx = 30;
const nextLanePx = 26;
/** Nearer than this, px, two states have no room for an edge that goes straight on. */
const forwardPx = 24;

/** Every transition of the drawing. Ways back get lanes below the states that they pass, short ways the upper ones. */
export function transitionsOf(scene: Scene, places: ReadonlyMap<NodeId, Point>): ReadonlyMap<EdgeId, Transition> {
  const { cards, hidden } = drawnOf(scene);
  const found = new Map<EdgeId, Transition>();
  const back: Back[] = [];
  for (const edge of scene.graph.edges) {
    const [from, to] = [cards.get(edge.source), cards.get(edge.target)];
    if (from?.kind !== "state" || !to || hidden.has(from.node.id)) continue;
    const title = from.ports.find((port) => port.side === "out" && port.name === edge.sourcePort)?.title ?? "";
    const [start, end] = [rectOf(from, places), rectOf(to, places)];
    if (from === to) found.set(edge.id, { title, route: { kind: "self", top: start.top } });
    else if (end.left - start.right >= forwardPx) found.set(edge.id, { title, route: { kind: "on" } });
    else back.push({ id: edge.id, title, machine: from.node.parent, left: end.left, right: start.right });
  }
  for (const [machine, ways] of Map.groupBy(back, (way) => way.machine)) {
    const states = [...cards.values()]
      .filter(({ node }) => node.parent === machine)
      .map((card) => rectOf(card, places));
    for (const [id, transition] of lanesOf(ways, states)) found.set(id, transition);
  }
  return found;
}

type Rect = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
type Back = {
  readonly id: EdgeId;
  readonly title: string;
  readonly machine: NodeId | null;
  readonly left: number;
  readonly right: number;
};

function lanesOf(ways: readonly Back[], states: readonly Rect[]): readonly (readonly [EdgeId, Transition])[] {
  const taken: { readonly left: number; readonly right: number; readonly lane: number }[] = [];
  const spanOf = ({ left, right }: Back) => ({ left: Math.min(left, right) - 40, right: Math.max(left, right) + 40 });
  const ordered = ways.toSorted((a, b) => Math.abs(a.right - a.left) - Math.abs(b.right - b.left));
  return ordered.map((way) => {
    const span = spanOf(way);
    const meets = (other: { left: number; right: number }) => other.left < span.right && other.right > span.left;
    const lane = Math.max(-1, ...taken.filter(meets).map((other) => other.lane)) + 1;
    taken.push({ ...span, lane });
    const bottom = Math.max(...states.filter(meets).map((state) => state.bottom));
    return [
      way.id,
      { title: way.title, route: { kind: "back", laneY: bottom + firstLanePx + lane * nextLanePx, lane } },
    ];
  });
}

function rectOf({ node, w, h }: Card, places: ReadonlyMap<NodeId, Point>): Rect {
  const { x, y } = places.get(node.id) ?? node;
  return { left: x, right: x + w, top: y, bottom: y + h };
}

export function isSameTransition(a: Transition | undefined, b: Transition | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.title === b.title && JSON.stringify(a.route) === JSON.stringify(b.route);
}
