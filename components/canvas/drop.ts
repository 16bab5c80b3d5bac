import type { DropTarget, Point, SessionState } from "#components/editor/session-store.ts";
import type { DocumentCommand, NodeMove } from "#core/document/commands.ts";
import type { EdgeEnds, Graph, GraphEdge, GraphNode } from "#core/graph/graph.ts";
import type { EdgeId, NodeId } from "#core/id.ts";
import { boxMeasure, containerHeaderHeight } from "./box-measure.ts";
import type { Card } from "./card-geometry.ts";
import { drawnOf, placesDuring, type Scene } from "./drawn-cards.ts";
import { boxAt, edgeAt, gripPoint, nearestJoin, splicePorts } from "./drop-target.ts";
import { mayHold } from "./may-hold.ts";

type Drag = NonNullable<SessionState["drag"]>;
type Places = ReadonlyMap<NodeId, Point>;
export type DropMeaning = { readonly target: DropTarget | null; readonly ghost: EdgeEnds | null };

/** Px that something dropped into a box at least keeps from its left border and its header. */
const boxInset = { x: 16, y: containerHeaderHeight + 12 } as const;

/**
 * What dropping the dragged things here would do beyond moving them: put a lone step into an edge, move steps into or
 * out of a box, or join a lone step to a port nearby. `lead` is what the pointer holds: all that is dragged goes where
 * that goes, so that a chain stays one.
 */
export function dropMeaning(scene: Scene, drag: Drag, lead?: string): DropMeaning {
  const moved = movedNodes(scene.graph, drag);
  const first = leadOf(scene, moved, lead);
  if (!first) return { target: null, ghost: null };
  const places = placesDuring(scene, drag);
  const isLone = moved.length === 1 && !scene.graph.edges.some((e) => e.source === first.id || e.target === first.id);
  const card = drawnOf(scene).cards.get(first.id);
  if (!card) return { target: null, ghost: null };
  const grip = gripPoint(card, places.get(first.id) ?? first);
  const edge = isLone && splicePorts(card) ? edgeAt(scene, grip, places) : null;
  if (edge) return { target: { kind: "edge", id: edge }, ghost: null };
  const box = boxFor(scene, first, grip, { moved: movable(scene, moved), places });
  const target: DropTarget | null =
    box === first.parent
      ? null
      : { kind: "container", from: first.parent, id: box, loses: crossingEdges(scene, moved, box) };
  return { target, ghost: isLone ? nearestJoin(scene, first, box, places) : null };
}

/** The box that takes what is dragged; where nothing takes it, it stays with the one that it is in. */
function boxFor(
  scene: Scene,
  lead: GraphNode,
  grip: Point,
  { moved, places }: { moved: readonly GraphNode[]; places: Places },
): NodeId | null {
  if (moved.length === 0) return lead.parent;
  const box = boxAt(scene, grip, moved, places);
  const isFree = box !== null || moved.every((node) => mayHold(scene.registry, null, node));
  return isFree ? box : lead.parent;
}

/** The commands that a drop makes: one undo step for all of it. */
export function dropCommands(scene: Scene, drag: Drag, { target, ghost }: DropMeaning): readonly DocumentCommand[] {
  const { graph } = scene;
  const moved = movedNodes(graph, drag);
  const places = placesDuring(scene, drag);
  const edge = target?.kind === "edge" ? graph.edges.find((each) => each.id === target.id) : undefined;
  const box = edge ? parentOf(graph, edge.source) : target?.kind === "container" ? target.id : undefined;
  const commands = moveCommands(scene, { moved, places, box });
  if (target?.kind === "container" && target.loses.length > 0)
    commands.push({ type: "edge.remove", ids: target.loses });
  for (const note of graph.notes) {
    const at = drag.get(note.id);
    if (at) commands.push({ type: "note.change", id: note.id, change: { x: at.x, y: at.y } });
  }
  const card = moved[0] && drawnOf(scene).cards.get(moved[0].id);
  if (edge && card) commands.push(...spliceCommands(card, edge));
  if (ghost) commands.push({ type: "edge.add", ends: ghost });
  return commands;
}

type Moved = {
  moved: readonly GraphNode[];
  places: Places /** Undefined: each stays where it is. */;
  box?: NodeId | null | undefined;
};

function moveCommands(scene: Scene, { moved, places, box }: Moved): DocumentCommand[] {
  const going = new Set(box === undefined ? [] : movable(scene, moved).map((node) => node.id));
  const stay: NodeMove[] = [];
  const change: (NodeMove & { parent: NodeId | null })[] = [];
  const byParent = Map.groupBy(moved, (node) => (going.has(node.id) ? (box ?? null) : node.parent));
  for (const [parent, nodes] of byParent) {
    for (const move of placedIn(scene, parent, nodes, places)) {
      const before = nodes.find((node) => node.id === move.id);
      if (before?.parent !== parent) change.push({ ...move, parent });
      else if (before.x !== move.x || before.y !== move.y) stay.push(move);
    }
  }
  const commands: DocumentCommand[] = [];
  if (stay.length > 0) commands.push({ type: "node.move", moves: stay });
  if (change.length > 0) commands.push({ type: "node.reparent", moves: change });
  return commands;
}

/** Places relative to a box, shifted together so far that none sticks out over its header or its left border. */
function placedIn(scene: Scene, parent: NodeId | null, nodes: readonly GraphNode[], places: Places): NodeMove[] {
  const base = (parent && places.get(parent)) || { x: 0, y: 0 };
  const moves = nodes.map(({ id, x, y }) => {
    const at = places.get(id) ?? { x, y };
    return { id, x: Math.round(at.x - base.x), y: Math.round(at.y - base.y) };
  });
  if (parent === null) return moves;
  const least = { x: Math.min(...moves.map(({ x }) => x)), y: Math.min(...moves.map(({ y }) => y)) };
  const { cards, children } = drawnOf(scene);
  const held = (children.get(parent) ?? []).filter((node) => !nodes.includes(node));
  // A folded box shows no place to drop at: what comes goes below what is there.
  const box = cards.get(parent);
  const { padding } = boxMeasure(box?.kind ?? null);
  const shift = box?.isCollapsed
    ? { x: padding.left - least.x, y: Math.max(padding.top, bottomOf(held, cards)) - least.y }
    : { x: Math.max(0, boxInset.x - least.x), y: Math.max(0, boxInset.y - least.y) };
  return moves.map((move) => ({ id: move.id, x: move.x + shift.x, y: move.y + shift.y }));
}

function bottomOf(held: readonly GraphNode[], cards: ReadonlyMap<NodeId, Card>): number {
  return Math.max(0, ...held.map((node) => node.y + (cards.get(node.id)?.h ?? 0) + 24));
}

function spliceCommands(card: Card, edge: GraphEdge): readonly DocumentCommand[] {
  const ports = splicePorts(card);
  if (!ports) return [];
  const { source, sourcePort, target, targetPort } = edge;
  return [
    { type: "edge.remove", ids: [edge.id] },
    { type: "edge.add", ends: { source, sourcePort, target: card.node.id, targetPort: ports.input } },
    { type: "edge.add", ends: { source: card.node.id, sourcePort: ports.output, target, targetPort } },
  ];
}

function movedNodes(graph: Graph, drag: Drag): readonly GraphNode[] {
  return graph.nodes.filter((node) => drag.has(node.id));
}

/** What can be in a box; a trigger that is dragged along stays outside. */
function movable({ registry }: Scene, moved: readonly GraphNode[]): readonly GraphNode[] {
  return moved.filter((node) => registry.get(node.type)?.role !== "trigger");
}

function leadOf(scene: Scene, moved: readonly GraphNode[], lead: string | undefined): GraphNode | undefined {
  const able = movable(scene, moved);
  return able.find((node) => node.id === lead) ?? able[0] ?? moved[0];
}

/** Edges that would cross a box's border once these nodes are in that box; edges do not cross borders. */
function crossingEdges(scene: Scene, moved: readonly GraphNode[], box: NodeId | null): readonly EdgeId[] {
  const going = new Set(movable(scene, moved).map((node) => node.id));
  const parents = new Map(scene.graph.nodes.map((node) => [node.id, going.has(node.id) ? box : node.parent]));
  return scene.graph.edges
    .filter((edge) => going.has(edge.source) || going.has(edge.target))
    .filter((edge) => parents.get(edge.source) !== parents.get(edge.target))
    .map((edge) => edge.id);
}

function parentOf(graph: Graph, id: NodeId): NodeId | null {
  return graph.nodes.find((node) => node.id === id)?.parent ?? null;
}
