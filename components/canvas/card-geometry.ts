import type { Size } from "#components/editor/session-store.ts";
import { type ContainerKind, containerKindOf } from "#core/compile/container-kind.ts";
import { portsOf } from "#core/compile/ports-of.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { NodeCategory, NodeDefinition, Port, Ports } from "#core/node-kit/define-node.ts";
import { parseConfig } from "#core/node-kit/parse-config.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import { boxMeasure, containerHeaderHeight } from "./box-measure.ts";
import { newTransition } from "./new-transition.ts";

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
/** From one port of a box to the next. */
const boxPortGap = 24;
/** A box that is folded into a card: its header and a line that sums up what is inside. */
const collapsedSize = { w: 280, h: containerHeaderHeight + 44 } as const;
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
  /** How it holds steps; null for one that holds none. */
  readonly kind: ContainerKind | null;
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

const empty: CardShape = { fit: { w: 0, h: 0 }, inside: 0, isCollapsed: false };
const cards = new WeakMap<GraphNode, Card>();
const shapedCards = new WeakMap<GraphNode, { readonly shape: CardShape; readonly card: Card }>();
const noPorts: Ports = { inputs: [{ name: "in" }], outputs: [{ name: "out" }] };

/** The card of a node; the same object as long as the node is the same object. For the size of a box see `drawnCards`. */
export function cardOf(node: GraphNode, registry: Registry, shape?: CardShape): Card {
  const plain = cards.get(node) ?? makeCard(node, registry.get(node.type), empty);
  cards.set(node, plain);
  if (!shape || !plain.isContainer) return plain;
  const known = shapedCards.get(node);
  if (known && isSameShape(known.shape, shape)) return known.card;
  const card = makeCard(node, plain.definition, shape);
  shapedCards.set(node, { shape, card });
  return card;
}

function isSameShape(a: CardShape, b: CardShape): boolean {
  return a.fit.w === b.fit.w && a.fit.h === b.fit.h && a.inside === b.inside && a.isCollapsed === b.isCollapsed;
}

function makeCard(node: GraphNode, definition: NodeDefinition | undefined, shape: CardShape): Card {
  const config = definition ? parseConfig(definition, node.config).config : node.config;
  const { inputs, outputs } = definition ? portsOf(definition, { config, handling: node.handling }) : noPorts;
  const kind = containerKindOf(definition);
  const rows = kind ? 0 : Math.max(inputs.length > 1 ? inputs.length : 0, outputs.length > 1 ? outputs.length : 0);
  const leaving = kind === "state" ? [...outputs, newTransition] : outputs;
  const { size, fit } = kind ? boxSize(node, kind, { shape, ports: leaving.length }) : stepSize(rows);
  const place = kind ? placeBoxPorts : placePorts;
  return {
    node,
    definition,
    category: definition?.category ?? "flow",
    isContainer: kind !== null,
    kind,
    isTrigger: definition?.role === "trigger",
    isCollapsed: shape.isCollapsed,
    inside: shape.inside,
    fit,
    ports: [...place(inputs, "in", 0), ...place(leaving, "out", size.w)],
    rows,
    caption: definition ? definition.caption(config) : `Unknown step “${node.type}”`,
    ...size,
  };
}

type Sized = { readonly size: Size; readonly fit: Size };

function stepSize(rows: number): Sized {
  const size = { w: cardWidth, h: headerHeight + (rows > 0 ? rows * portRowHeight + rowsPadding : 0) };
  return { size, fit: size };
}

/** As large as somebody made it, and never smaller than what it holds and its ports need. */
function boxSize(node: GraphNode, kind: ContainerKind, { shape, ports }: { shape: CardShape; ports: number }): Sized {
  const { size, min } = boxMeasure(kind);
  const forPorts = ports > 1 ? containerHeaderHeight + (ports - 1) * boxPortGap : 0;
  const fit = { w: Math.max(min.w, shape.fit.w), h: Math.max(min.h, forPorts, shape.fit.h) };
  if (shape.isCollapsed) return { size: { w: collapsedSize.w, h: Math.max(collapsedSize.h, forPorts) }, fit };
  return { size: { w: Math.max(node.w ?? size.w, fit.w), h: Math.max(node.h ?? size.h, fit.h) }, fit };
}

function placePorts(ports: readonly Port[], side: "in" | "out", x: number): PlacedPort[] {
  const inRow = ports.length > 1;
  return ports.map((port, row) => ({
    ...port,
    side,
    x,
    y: inRow ? headerHeight + row * portRowHeight + portRowHeight / 2 : headerMiddle(false),
    inRow,
  }));
}

function placeBoxPorts(ports: readonly Port[], side: "in" | "out", x: number): PlacedPort[] {
  return ports.map((port, row) => ({
    ...port,
    side,
    x,
    y: headerMiddle(true) + row * boxPortGap,
    inRow: false,
  }));
}

/** Where the one port of a side sits: a box's header is lower than a step's. Px from the top. */
export function headerMiddle(isBox: boolean): number {
  return (isBox ? containerHeaderHeight : headerHeight) / 2;
}

/** A port's place on its card, or the header's middle when the type has no such port (any more). */
export function portPlace(card: Card, side: "in" | "out", name: string): { x: number; y: number } {
  const port = card.ports.find((each) => each.side === side && each.name === name);
  return port ?? { x: side === "in" ? 0 : card.w, y: headerMiddle(card.isContainer) };
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
