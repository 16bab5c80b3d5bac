import type { Card } from "#components/canvas/card-geometry.ts";
import { drawnCards } from "#components/canvas/drawn-cards.ts";
import type { DocumentCommand, NodeMove } from "#core/document/commands.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";
import type { Registry } from "#core/node-kit/registry.ts";

/** Px that a box which has grown keeps from what stands beside it. */
const gapPx = 16;
/** Boxes in boxes: each round looks one further out. */
const roundsMax = 8;

type Drawing = { readonly graph: { readonly nodes: readonly GraphNode[] }; readonly registry: Registry };

/**
 * The commands, and moves of what stands right of and below a box that they make grow, so that it covers nothing. What
 * somebody put on top of one another before stays so.
 */
export function withRoom({ graph, registry }: Drawing, commands: readonly DocumentCommand[]): DocumentCommand[] {
  let nodes = commands.reduce(placed, graph.nodes);
  const all = [...commands];
  const before = drawnCards(graph.nodes, registry).cards;
  const given = new Set<NodeId>();
  for (let round = 0; round < roundsMax; round++) {
    const after = drawnCards(nodes, registry).cards;
    const grown = [...after.values()].find(
      (card) => card.isContainer && !given.has(card.node.id) && isLarger(card, before.get(card.node.id)),
    );
    const old = grown && before.get(grown.node.id);
    if (!grown || !old) break;
    given.add(grown.node.id);
    const moves = pushed([...after.values()], old, grown);
    if (moves.length === 0) continue;
    const command: DocumentCommand = { type: "node.move", moves };
    all.push(command);
    nodes = placed(nodes, command);
  }
  return all;
}

function isLarger(card: Card, before: Card | undefined): boolean {
  return before !== undefined && (card.w > before.w || card.h > before.h);
}

/** What stood wholly right of the box goes right by as much as it grew, when anything there would be covered; so below. */
function pushed(cards: readonly Card[], old: Card, grown: Card): readonly NodeMove[] {
  const { node } = grown;
  const beside = cards.filter((card) => card.node.parent === node.parent && card.node.id !== node.id);
  const [dx, dy] = [grown.w - old.w, grown.h - old.h];
  const right = beside.filter(
    (card) => card.node.x >= node.x + old.w && card.node.y < node.y + grown.h && card.node.y + card.h > node.y,
  );
  const below = beside.filter(
    (card) =>
      !right.includes(card) &&
      card.node.y >= node.y + old.h &&
      card.node.x < node.x + grown.w &&
      card.node.x + card.w > node.x,
  );
  const pushesRight = dx > 0 && right.some((card) => card.node.x < node.x + grown.w + gapPx);
  const pushesDown = dy > 0 && below.some((card) => card.node.y < node.y + grown.h + gapPx);
  return [
    ...(pushesRight ? right.map((card) => ({ id: card.node.id, x: card.node.x + dx, y: card.node.y })) : []),
    ...(pushesDown ? below.map((card) => ({ id: card.node.id, x: card.node.x, y: card.node.y + dy })) : []),
  ];
}

/** Nodes as they stand after a command that adds or moves some; other commands change no places. */
function placed(nodes: readonly GraphNode[], command: DocumentCommand): readonly GraphNode[] {
  switch (command.type) {
    case "node.add":
    case "edge.splice":
      return [...nodes, command.node];
    case "graph.insert":
      return [...nodes, ...command.fragment.nodes];
    case "node.move":
    case "node.reparent": {
      const moves = new Map<NodeId, Partial<GraphNode>>(command.moves.map(({ id, ...to }) => [id, to]));
      return nodes.map((node) => ({ ...node, ...moves.get(node.id) }));
    }
    default:
      return nodes;
  }
}
