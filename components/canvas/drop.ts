import type { DropTarget, Point, SessionState } from "#components/editor/session-store.ts";
import { canConnect } from "#core/compile/can-connect.ts";
import type { DocumentCommand, NodeMove } from "#core/document/commands.ts";
import { type EdgeEnds, edgeIdOf, type Graph, type GraphNode } from "#core/graph/graph.ts";
import type { EdgeId, NodeId, NoteId } from "#core/id.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import { absolutePositions, type Card, cardOf, portPlace } from "./card-geometry.ts";
import { distanceToEdge } from "./edge-geometry.ts";

type Scene = { readonly graph: Graph; readonly registry: Registry };
type Drag = NonNullable<SessionState["drag"]>;

/** How near, in px, a card's middle must be to an edge to be spliced into it, or a port to another to be joined. */
const splicePx = 28;
const joinPx = 72;

/**
 * What dropping the dragged things here would do beyond moving them: put a lone step into an edge, move steps into or
 * out of a container, or join a lone step to a port nearby.
 */
export function dropMeaning(scene: Scene, drag: Drag): { target: DropTarget | null; ghost: EdgeEnds | null } {
  const moved = movedNodes(scene.graph, drag);
  const [only] = moved;
  if (!only) return { target: null, ghost: null };
  const places = placesDuring(scene.graph, drag);
  const isLone = moved.length === 1 && !scene.graph.edges.some((e) => e.source === only.id || e.target === only.id);
  if (isLone) {
    const edge = edgeUnder(scene, only, places);
    if (edge) return { target: { kind: "edge", id: edge }, ghost: null };
  }
  const container = containerUnder(scene, only, moved, places);
  const target: DropTarget | null = container !== only.parent ? { kind: "container", id: container } : null;
  return { target, ghost: isLone ? nearestJoin(scene, only, container, places) : null };
}

/** The commands that a drop makes: one undo step for all of it. */
export function dropCommands(
  scene: Scene,
  drag: Drag,
  meaning: { target: DropTarget | null; ghost: EdgeEnds | null },
): readonly DocumentCommand[] {
  const { graph, registry } = scene;
  const moved = movedNodes(graph, drag);
  const places = placesDuring(graph, drag);
  const commands: DocumentCommand[] = [];
  const stay: NodeMove[] = [];
  const change: (NodeMove & { parent: NodeId | null })[] = [];
  const { target } = meaning;
  const edge = target?.kind === "edge" ? graph.edges.find((each) => each.id === target.id) : undefined;
  const edgeParent = edge && graph.nodes.find((node) => node.id === edge.source)?.parent;
  for (const node of moved) {
    const parent = edge ? (edgeParent ?? null) : containerUnder(scene, node, moved, places);
    const at = drag.get(node.id) ?? node;
    if (parent === node.parent) stay.push({ id: node.id, x: at.x, y: at.y });
    else change.push({ id: node.id, ...relativeTo(parent, places, node.id), parent });
  }
  if (stay.some((move) => isElsewhere(graph, move))) commands.push({ type: "node.move", moves: stay });
  if (change.length > 0) {
    commands.push({ type: "node.reparent", moves: change });
    const crossing = crossingEdges(graph, new Map(change.map((move) => [move.id, move.parent])));
    if (crossing.length > 0) commands.push({ type: "edge.remove", ids: crossing });
  }
  for (const note of graph.notes) {
    const at = drag.get(note.id);
    if (at) commands.push({ type: "note.change", id: note.id as NoteId, change: { x: at.x, y: at.y } });
  }
  const [only] = moved;
  if (edge && only) commands.push(...spliceCommands(cardOf(only, registry), edge));
  if (meaning.ghost) commands.push({ type: "edge.add", ends: meaning.ghost });
  return commands;
}

function spliceCommands(card: Card, edge: Graph["edges"][number]): readonly DocumentCommand[] {
  const ports = splicePorts(card);
  if (!ports) return [];
  const { source, sourcePort, target, targetPort } = edge;
  return [
    { type: "edge.remove", ids: [edge.id] },
    { type: "edge.add", ends: { source, sourcePort, target: card.node.id, targetPort: ports.input } },
    { type: "edge.add", ends: { source: card.node.id, sourcePort: ports.output, target, targetPort } },
  ];
}

/** The ports by which a card goes into an edge: its first of each side; null when it lacks one. */
function splicePorts(card: Card): { input: string; output: string } | null {
  const input = card.ports.find((port) => port.side === "in");
  const output = card.ports.find((port) => port.side === "out");
  return input && output ? { input: input.name, output: output.name } : null;
}

function movedNodes(graph: Graph, drag: Drag): readonly GraphNode[] {
  return graph.nodes.filter((node) => drag.has(node.id));
}

function placesDuring(graph: Graph, drag: Drag): ReadonlyMap<string, Point> {
  return absolutePositions(graph.nodes.map((node) => ({ ...node, ...drag.get(node.id) })));
}

function isElsewhere(graph: Graph, move: NodeMove): boolean {
  const node = graph.nodes.find((each) => each.id === move.id);
  return !node || node.x !== move.x || node.y !== move.y;
}

function relativeTo(parent: NodeId | null, places: ReadonlyMap<string, Point>, id: NodeId): Point {
  const at = places.get(id) ?? { x: 0, y: 0 };
  const base = (parent && places.get(parent)) || { x: 0, y: 0 };
  return { x: Math.round(at.x - base.x), y: Math.round(at.y - base.y) };
}

/** Edges that would cross a container's border once these nodes have these parents; edges do not cross borders. */
function crossingEdges(graph: Graph, parents: ReadonlyMap<NodeId, NodeId | null>): readonly EdgeId[] {
  const known = new Map(graph.nodes.map((node) => [node.id, node.parent]));
  const parentOf = (id: NodeId) => (parents.has(id) ? parents.get(id) : known.get(id)) ?? null;
  return graph.edges
    .filter((edge) => parents.has(edge.source) || parents.has(edge.target))
    .filter((edge) => parentOf(edge.source) !== parentOf(edge.target))
    .map((edge) => edge.id);
}

/** The innermost container under the middle of a card; never itself, what it holds, or what moves along. */
function containerUnder(
  { graph, registry }: Scene,
  node: GraphNode,
  moved: readonly GraphNode[],
  places: ReadonlyMap<string, Point>,
): NodeId | null {
  const card = cardOf(node, registry);
  if (card.isTrigger) return null;
  const at = places.get(node.id) ?? node;
  const middle = { x: at.x + card.w / 2, y: at.y + Math.min(card.h, 60) / 2 };
  const moving = new Set(moved.map((each) => each.id));
  let best: { id: NodeId; area: number } | null = null;
  for (const each of graph.nodes) {
    const box = cardOf(each, registry);
    if (!box.isContainer || isInside(graph, each, moving)) continue;
    const corner = places.get(each.id) ?? each;
    const isIn =
      middle.x > corner.x && middle.y > corner.y && middle.x < corner.x + box.w && middle.y < corner.y + box.h;
    if (isIn && (!best || box.w * box.h < best.area)) best = { id: each.id, area: box.w * box.h };
  }
  return best?.id ?? null;
}

function isInside(graph: Graph, node: GraphNode, moving: ReadonlySet<NodeId>): boolean {
  const byId = new Map(graph.nodes.map((each) => [each.id, each]));
  let depth = 0;
  for (let up: GraphNode | undefined = node; up && depth < 64; depth++) {
    if (moving.has(up.id)) return true;
    up = up.parent ? byId.get(up.parent) : undefined;
  }
  return false;
}

function edgeUnder({ graph, registry }: Scene, node: GraphNode, places: ReadonlyMap<string, Point>): EdgeId | null {
  const card = cardOf(node, registry);
  if (!splicePorts(card)) return null;
  const at = places.get(node.id) ?? node;
  const middle = { x: at.x + card.w / 2, y: at.y + 30 };
  return edgeAt({ graph, registry }, middle, places);
}

/** The edge whose curve passes within reach of a point (canvas px), nearest first; null when there is none. */
export function edgeAt(
  { graph, registry }: Scene,
  at: Point,
  places: ReadonlyMap<string, Point> = absolutePositions(graph.nodes),
): EdgeId | null {
  const byId = new Map(graph.nodes.map((each) => [each.id, each]));
  let best: { id: EdgeId; distance: number } | null = null;
  for (const edge of graph.edges) {
    const [from, to] = [byId.get(edge.source), byId.get(edge.target)];
    if (!from || !to) continue;
    const start = portAt(cardOf(from, registry), "out", edge.sourcePort, places);
    const end = portAt(cardOf(to, registry), "in", edge.targetPort, places);
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

function portAt(card: Card, side: "in" | "out", name: string, places: ReadonlyMap<string, Point>): Point {
  const corner = places.get(card.node.id) ?? card.node;
  const port = portPlace(card, side, name);
  return { x: corner.x + port.x, y: corner.y + port.y };
}

/** The best edge between a lone card and a port close by: the nearest pair that may be joined. */
function nearestJoin(
  { graph, registry }: Scene,
  node: GraphNode,
  parent: NodeId | null,
  places: ReadonlyMap<string, Point>,
): EdgeEnds | null {
  const mine = cardOf(node, registry);
  const found: { ends: EdgeEnds; distance: number }[] = [];
  for (const other of graph.nodes) {
    if (other.id === node.id || other.parent !== parent) continue;
    const theirs = cardOf(other, registry);
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
