import type { Point } from "#components/editor/session-store.ts";
import { canConnect } from "#core/compile/can-connect.ts";
import { type EdgeEnds, edgeIdOf, type Graph, type GraphNode } from "#core/graph/graph.ts";
import type { EdgeId, NodeId } from "#core/id.ts";
import { type Card, headerHeight, portPlace } from "./card-geometry.ts";
import { drawnOf, type Scene } from "./drawn-cards.ts";
import { distanceToEdge } from "./edge-geometry.ts";
import { mayHold } from "./may-hold.ts";

type Places = ReadonlyMap<NodeId, Point>;

/** How near, in px, a card's middle must be to an edge to be spliced into it, or a port to another to be joined. */
const splicePx = 28;
const joinPx = 72;

/** The innermost box at a point that is not among what moves, nor inside of it, and takes all of that. */
export function boxAt(scene: Scene, at: Point, moved: readonly GraphNode[], places: Places): NodeId | null {
  const { cards, hidden } = drawnOf(scene);
  const moving = new Set(moved.map((node) => node.id));
  let best: Card | null = null;
  for (const card of cards.values()) {
    if (!card.isContainer || hidden.has(card.node.id)) continue;
    const corner = places.get(card.node.id) ?? card.node;
    const isIn = at.x > corner.x && at.y > corner.y && at.x < corner.x + card.w && at.y < corner.y + card.h;
    if (!isIn || (best && card.w * card.h >= best.w * best.h) || isInside(scene.graph, card.node, moving)) continue;
    if (moved.every((node) => mayHold(scene.registry, card.node, node))) best = card;
  }
  return best?.node.id ?? null;
}

function isInside(graph: Graph, node: GraphNode, moving: ReadonlySet<NodeId>): boolean {
  if (moving.size === 0) return false;
  const parents = new Map(graph.nodes.map((each) => [each.id, each.parent]));
  let depth = 0;
  for (let up: NodeId | null = node.id; up && depth < 64; depth++) {
    if (moving.has(up)) return true;
    up = parents.get(up) ?? null;
  }
  return false;
}

/** The point of a card that decides what it is over: the middle of its header. */
export function gripPoint(card: Card, corner: Point): Point {
  return { x: corner.x + card.w / 2, y: corner.y + Math.min(card.h, headerHeight) / 2 };
}

/** The ports by which a card goes into an edge: its first of each side; null when it lacks one. */
export function splicePorts(card: Card): { input: string; output: string } | null {
  const input = card.ports.find((port) => port.side === "in");
  const output = card.ports.find((port) => port.side === "out");
  return input && output ? { input: input.name, output: output.name } : null;
}

/**
 * The edge whose curve passes within reach of a point (canvas px), nearest first; null when there is none. Not a
 * transition: nothing goes between two states.
 */
export function edgeAt(scene: Scene, at: Point, places: Places = drawnOf(scene).places): EdgeId | null {
  const { cards, hidden } = drawnOf(scene);
  let best: { id: EdgeId; distance: number } | null = null;
  for (const edge of scene.graph.edges) {
    const [from, to] = [cards.get(edge.source), cards.get(edge.target)];
    if (!from || !to || hidden.has(edge.source) || hidden.has(edge.target) || from.kind === "state") continue;
    const start = portAt(from, "out", edge.sourcePort, places);
    const end = portAt(to, "in", edge.targetPort, places);
    const isFar =
      at.x < Math.min(start.x, end.x) - 120 ||
      at.x > Math.max(start.x, end.x) + 120 ||
      at.y < Math.min(start.y, end.y) - splicePx ||
      at.y > Math.max(start.y, end.y) + splicePx;
    if (isFar) continue;
    const distance = distanceToEdge(at, start, end);
    if (distance <= splicePx && (!best || distance < best.distance)) best = { id: edge.id, distance };
  }
  return best?.id ?? null;
}

function portAt(card: Card, side: "in" | "out", name: string, places: Places): Point {
  const corner = places.get(card.node.id) ?? card.node;
  const port = portPlace(card, side, name);
  return { x: corner.x + port.x, y: corner.y + port.y };
}

/** The best edge between a lone card and a port close by: the nearest pair that may be joined. */
export function nearestJoin(scene: Scene, node: GraphNode, parent: NodeId | null, places: Places): EdgeEnds | null {
  const { graph, registry } = scene;
  const { cards } = drawnOf(scene);
  const mine = cards.get(node.id);
  const found: { ends: EdgeEnds; distance: number }[] = [];
  for (const theirs of cards.values()) {
    if (!mine || theirs === mine || theirs.node.parent !== parent) continue;
    for (const [from, to] of [
      [theirs, mine],
      [mine, theirs],
    ] as const) {
      for (const out of from.ports.filter((port) => port.side === "out")) {
        for (const into of to.ports.filter((port) => port.side === "in")) {
          const start = portAt(from, "out", out.name, places);
          const end = portAt(to, "in", into.name, places);
          const distance = Math.hypot(end.x - start.x, end.y - start.y);
          if (distance > joinPx || end.x < start.x - 8) continue;
          const ends = { source: from.node.id, sourcePort: out.name, target: to.node.id, targetPort: into.name };
          found.push({ ends, distance });
        }
      }
    }
  }
  found.sort((a, b) => a.distance - b.distance);
  const moved: Graph = { ...graph, nodes: graph.nodes.map((each) => (each === node ? { ...each, parent } : each)) };
  const best = found.find(({ ends }) => !hasEdge(graph, ends) && canConnect(moved, registry, ends).ok);
  return best?.ends ?? null;
}

function hasEdge(graph: Graph, ends: EdgeEnds): boolean {
  const id = edgeIdOf(ends);
  return graph.edges.some((edge) => edge.id === id);
}
