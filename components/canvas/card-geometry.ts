import type { Size } from "#components/editor/session-store.ts";
import { portsOf } from "#core/compile/ports-of.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { NodeCategory, NodeDefinition, Port, Ports } from "#core/node-kit/define-node.ts";
import { parseConfig } from "#core/node-kit/parse-config.ts";
import type { Registry } from "#core/node-kit/registry.ts";

/**
 * Sizes and port positions follow from the drawing alone, so nothing has to be measured: layout, splicing and culling
 * of what is off screen work before the first paint. All in px on a 4 px grid.
 *
 * ```
 * ┌──────────────────────────────┐
 * ○ ▣ Title                      ○  header: one port a side sits in its middle
 * │   caption                    │
 * │──────────────────────────────│
 * │                        true  ○  rows: only when a side has several ports
 * │                       false  ○
 * └──────────────────────────────┘
 * ```
 */
export const cardWidth = 240;
export const headerHeight = 60;
const portRowHeight = 24;
export const containerHeaderHeight = 44;
export const containerDefaultSize = { w: 600, h: 240 } as const;
export const boxMinSize = { w: 280, h: 140 } as const;
/** Px between a box's border and what it holds. */
export const boxPadding = { top: containerHeaderHeight + 24, left: 32, right: 32, bottom: 28 } as const;
/** A box that is folded into a card: its header and a line that sums up what is inside. */
const collapsedSize = { w: 280, h: containerHeaderHeight + 40 } as const;
const rowsPadding = 8;

export type PlacedPort = Port & {
  readonly side: "in" | "out";
  readonly x: number;
  readonly y: number;
  readonly inRow: boolean;
};

/** What the canvas draws of a node, made from it and its type alone. */
export type Card = {
  readonly node: GraphNode;
  readonly definition: NodeDefinition | undefined;
  readonly category: NodeCategory;
  readonly isContainer: boolean;
  readonly isTrigger: boolean;
  /** A box that this person folded into one card. */
  readonly isCollapsed: boolean;
  /** How many steps a box holds, at any depth. */
  readonly inside: number;
  /** The least size that a box can have, px; a step's own size. */
  readonly fit: Size;
  readonly ports: readonly PlacedPort[];
  readonly rows: number;
  readonly caption: string;
  readonly w: number;
  readonly h: number;
};

/** What a box is besides its node: how large what it holds makes it, and whether it is folded. */
export type CardShape = { readonly fit: Size; readonly inside: number; readonly isCollapsed: boolean };

const emptyBox: CardShape = { fit: boxMinSize, inside: 0, isCollapsed: false };
const cards = new WeakMap<GraphNode, Card>();
const shapedCards = new WeakMap<GraphNode, Card>();
const noPorts: Ports = { inputs: [{ name: "in" }], outputs: [{ name: "out" }] };

/** The card of a node; the same object as long as the node is the same object. For the size of a box see `drawnCards`. */
export function cardOf(node: GraphNode, registry: Registry, shape?: CardShape): Card {
  const plain = cards.get(node) ?? makeCard(node, registry.get(node.type), emptyBox);
  cards.set(node, plain);
  if (!shape || !plain.isContainer) return plain;
  const known = shapedCards.get(node) ?? plain;
  if (hasShape(known, shape)) return known;
  const shaped = makeCard(node, plain.definition, shape);
  shapedCards.set(node, shaped);
  return shaped;
}

function hasShape(card: Card, { fit, inside, isCollapsed }: CardShape): boolean {
  return card.fit.w === fit.w && card.fit.h === fit.h && card.inside === inside && card.isCollapsed === isCollapsed;
}

function makeCard(node: GraphNode, definition: NodeDefinition | undefined, shape: CardShape): Card {
  const config = definition ? parseConfig(definition, node.config).config : node.config;
  const { inputs, outputs } = definition ? portsOf(definition, { config, handling: node.handling }) : noPorts;
  const isContainer = definition?.role === "container";
  const rows = isContainer
    ? 0
    : Math.max(inputs.length > 1 ? inputs.length : 0, outputs.length > 1 ? outputs.length : 0);
  const { w, h } = isContainer ? boxSize(node, shape) : stepSize(rows);
  const middle = isContainer ? containerHeaderHeight / 2 : headerHeight / 2;
  return {
    node,
    definition,
    category: definition?.category ?? "flow",
    isContainer,
    isTrigger: definition?.role === "trigger",
    isCollapsed: shape.isCollapsed,
    inside: shape.inside,
    fit: isContainer ? shape.fit : { w, h },
    ports: [...placePorts(inputs, "in", 0, middle), ...placePorts(outputs, "out", w, middle)],
    rows,
    caption: definition ? definition.caption(config) : `Unknown step “${node.type}”`,
    w,
    h,
  };
}

function stepSize(rows: number): Size {
  return { w: cardWidth, h: headerHeight + (rows > 0 ? rows * portRowHeight + rowsPadding : 0) };
}

/** As large as somebody made it, and never smaller than what it holds. */
function boxSize({ w, h }: GraphNode, { fit, isCollapsed }: CardShape): Size {
  if (isCollapsed) return collapsedSize;
  return { w: Math.max(w ?? containerDefaultSize.w, fit.w), h: Math.max(h ?? containerDefaultSize.h, fit.h) };
}

function placePorts(ports: readonly Port[], side: "in" | "out", x: number, middle: number): PlacedPort[] {
  const inRow = ports.length > 1 && middle === headerHeight / 2;
  return ports.map((port, row) => ({
    ...port,
    side,
    x,
    y: inRow ? headerHeight + row * portRowHeight + portRowHeight / 2 : middle + (ports.length > 1 ? row * 20 : 0),
    inRow,
  }));
}

/** A port's place on its card, or the header's middle when the type has no such port (any more). */
export function portPlace(card: Card, side: "in" | "out", name: string): { x: number; y: number } {
  const port = card.ports.find((each) => each.side === side && each.name === name);
  return port ?? { x: side === "in" ? 0 : card.w, y: card.isContainer ? containerHeaderHeight / 2 : headerHeight / 2 };
}

/** Absolute canvas positions of all nodes: a position in the document is relative to the parent. */
export function absolutePositions(nodes: readonly GraphNode[]): ReadonlyMap<string, { x: number; y: number }> {
  const byId = new Map(nodes.map((node) => [node.id as string, node]));
  const places = new Map<string, { x: number; y: number }>();
  const place = (node: GraphNode, depth: number): { x: number; y: number } => {
    const known = places.get(node.id);
    if (known) return known;
    const parent = node.parent && depth < 64 ? byId.get(node.parent) : undefined;
    const base = parent ? place(parent, depth + 1) : { x: 0, y: 0 };
    const at = { x: base.x + node.x, y: base.y + node.y };
    places.set(node.id, at);
    return at;
  };
  for (const node of nodes) place(node, 0);
  return places;
}
