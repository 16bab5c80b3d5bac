import type { Point } from "#components/editor/session-store.ts";
import type { Graph, GraphNode } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import { boxMeasure } from "./box-measure.ts";
import { type Card, type CardShape, cardOf } from "./card-geometry.ts";

/** The whole drawing as one person sees it: boxes as large as what they hold needs, or folded into a card. */
export type DrawnCards = {
  readonly cards: ReadonlyMap<NodeId, Card>;
  /** Top left corners, canvas px, absolute. */
  readonly places: ReadonlyMap<NodeId, Point>;
  /** What each box holds directly; under null what stands outside of all. */
  readonly children: ReadonlyMap<NodeId | null, readonly GraphNode[]>;
  /** What cannot be seen, with the outermost collapsed box that it is in. */
  readonly hidden: ReadonlyMap<NodeId, NodeId>;
  /** How many state machines there are. */
  readonly machines: number;
};

/** A drawing, what its types are, and what one person folded. */
export type Scene = {
  readonly graph: Graph;
  readonly registry: Registry;
  readonly collapsed: ReadonlySet<NodeId>;
};

type Known = { readonly registry: Registry; readonly collapsed: ReadonlySet<NodeId>; readonly drawn: DrawnCards };
const lastDrawn = new WeakMap<readonly GraphNode[], Known>();
const none: ReadonlySet<NodeId> = new Set();

/** Made once for a list of nodes; every answer of a drag, which leaves the document alone, is the same one. */
export function drawnCards(
  nodes: readonly GraphNode[],
  registry: Registry,
  collapsed: ReadonlySet<NodeId> = none,
): DrawnCards {
  const known = lastDrawn.get(nodes);
  if (known?.registry === registry && known.collapsed === collapsed) return known.drawn;
  const drawn = draw(nodes, registry, collapsed);
  lastDrawn.set(nodes, { registry, collapsed, drawn });
  return drawn;
}

export function drawnOf({ graph, registry, collapsed }: Scene): DrawnCards {
  return drawnCards(graph.nodes, registry, collapsed);
}

/** Absolute places while some things are dragged; `drag` is relative to the parent, as places in the document are. */
export function placesDuring(scene: Scene, drag: ReadonlyMap<string, Point> | null): ReadonlyMap<NodeId, Point> {
  const { children, places: resting } = drawnOf(scene);
  if (!drag) return resting;
  const places = new Map<NodeId, Point>();
  const visit = (parent: NodeId | null, base: Point) => {
    for (const node of children.get(parent) ?? []) {
      const { x, y } = drag.get(node.id) ?? node;
      const at = { x: base.x + x, y: base.y + y };
      places.set(node.id, at);
      visit(node.id, at);
    }
  };
  visit(null, { x: 0, y: 0 });
  return places;
}

function draw(nodes: readonly GraphNode[], registry: Registry, collapsed: ReadonlySet<NodeId>): DrawnCards {
  const children = childrenOf(nodes);
  const cards = new Map<NodeId, Card>();
  const places = new Map<NodeId, Point>();
  const hidden = new Map<NodeId, NodeId>();
  const visit = (node: GraphNode, base: Point, hider: NodeId | null): Card => {
    const at = { x: base.x + node.x, y: base.y + node.y };
    places.set(node.id, at);
    if (hider) hidden.set(node.id, hider);
    const isCollapsed = collapsed.has(node.id) && cardOf(node, registry).isContainer;
    const held = (children.get(node.id) ?? []).map((child) =>
      visit(child, at, hider ?? (isCollapsed ? node.id : null)),
    );
    const card = cardOf(node, registry, shapeOf(cardOf(node, registry).kind, held, isCollapsed));
    cards.set(node.id, card);
    return card;
  };
  for (const node of children.get(null) ?? []) visit(node, { x: 0, y: 0 }, null);
  const machines = [...cards.values()].filter((card) => card.kind === "states").length;
  return { cards, places, children, hidden, machines };
}

/** A node whose parent is gone, or in a circle of parents, stands outside of all. */
function childrenOf(nodes: readonly GraphNode[]): Map<NodeId | null, GraphNode[]> {
  const parents = new Map(nodes.map((node) => [node.id, node.parent]));
  const children = new Map<NodeId | null, GraphNode[]>();
  for (const node of nodes) {
    const parent = node.parent && parents.has(node.parent) && !isInCircle(node.id, parents) ? node.parent : null;
    const list = children.get(parent);
    if (list) list.push(node);
    else children.set(parent, [node]);
  }
  return children;
}

function isInCircle(id: NodeId, parents: ReadonlyMap<NodeId, NodeId | null>): boolean {
  const seen = new Set<NodeId>();
  for (let up = parents.get(id) ?? null; up !== null && !seen.has(up); up = parents.get(up) ?? null) {
    if (up === id) return true;
    seen.add(up);
  }
  return false;
}

/** What a box needs to be so large that all that it holds is inside, with room around. */
function shapeOf(kind: Card["kind"], held: readonly Card[], isCollapsed: boolean): CardShape {
  const { padding } = boxMeasure(kind);
  let inside = 0;
  const fit = { w: 0, h: 0 };
  for (const { node, w, h, inside: within } of held) {
    inside += 1 + within;
    fit.w = Math.max(fit.w, node.x + w + padding.right);
    fit.h = Math.max(fit.h, node.y + h + padding.bottom);
  }
  return { fit, inside, isCollapsed };
}
