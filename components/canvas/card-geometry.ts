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
export const containerMinSize = { w: 320, h: 160 } as const;
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
  readonly ports: readonly PlacedPort[];
  readonly rows: number;
  readonly caption: string;
  readonly w: number;
  readonly h: number;
};

const cards = new WeakMap<GraphNode, Card>();
const noPorts: Ports = { inputs: [{ name: "in" }], outputs: [{ name: "out" }] };

/** The card of a node; the same object as long as the node is the same object. */
export function cardOf(node: GraphNode, registry: Registry): Card {
  const known = cards.get(node);
  if (known) return known;
  const card = makeCard(node, registry.get(node.type));
  cards.set(node, card);
  return card;
}

function makeCard(node: GraphNode, definition: NodeDefinition | undefined): Card {
  const config = definition ? parseConfig(definition, node.config).config : node.config;
  const { inputs, outputs } = definition ? portsOf(definition, { config, handling: node.handling }) : noPorts;
  const isContainer = definition?.role === "container";
  const rows = isContainer
    ? 0
    : Math.max(inputs.length > 1 ? inputs.length : 0, outputs.length > 1 ? outputs.length : 0);
  const w = isContainer ? (node.w ?? containerDefaultSize.w) : cardWidth;
  const h = isContainer
    ? (node.h ?? containerDefaultSize.h)
    : headerHeight + (rows > 0 ? rows * portRowHeight + rowsPadding : 0);
  const middle = isContainer ? containerHeaderHeight / 2 : headerHeight / 2;
  return {
    node,
    definition,
    category: definition?.category ?? "flow",
    isContainer,
    isTrigger: definition?.role === "trigger",
    ports: [...placePorts(inputs, "in", 0, middle), ...placePorts(outputs, "out", w, middle)],
    rows,
    caption: definition ? definition.caption(config) : `Unknown step “${node.type}”`,
    w,
    h,
  };
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
