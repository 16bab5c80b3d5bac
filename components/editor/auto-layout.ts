import ELK, { type ElkExtendedEdge, type ElkNode } from "elkjs/lib/elk-api";
import { boxMeasure } from "#components/canvas/box-measure.ts";
import { type Card, cardOf } from "#components/canvas/card-geometry.ts";
import type { DocumentCommand, NodeMove } from "#core/document/commands.ts";
import type { Graph, GraphNode } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import { toGrid } from "./new-node.ts";

const spacing = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.layered.spacing.nodeNodeBetweenLayers": "64",
  "elk.spacing.nodeNode": "32",
  "elk.spacing.componentComponent": "64",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.nodePlacement.favorStraightEdges": "true",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.crossingMinimization.forceNodeModelOrder": "false",
};

let elk: InstanceType<typeof ELK> | null = null;

/**
 * Commands that lay out all steps, or some of them, from left to right. Containers are laid out inside and take the
 * size that they need. The group keeps its top left corner. Runs in a worker; rejects when ELK cannot.
 */
export async function layoutCommands(
  graph: Graph,
  registry: Registry,
  some: ReadonlySet<NodeId> | null,
): Promise<readonly DocumentCommand[]> {
  elk ??= new ELK({
    workerFactory: () => new Worker(new URL("elkjs/lib/elk-worker.min.js", import.meta.url)),
  });
  const chosen = some ? graph.nodes.filter((node) => some.has(node.id)) : graph.nodes;
  const placed = await elk.layout(toElk(graph, registry, chosen));
  return fromElk(graph, chosen, placed);
}

/** The steps to be laid out as ELK's tree; a step whose container is not among them is at the top. */
export function toElk(graph: Graph, registry: Registry, chosen: readonly GraphNode[]): ElkNode {
  const ids = new Set(chosen.map((node) => node.id));
  const topOf = (node: GraphNode) => (node.parent && ids.has(node.parent) ? node.parent : null);
  const childrenOf = (parent: NodeId | null): ElkNode[] =>
    chosen
      .filter((node) => topOf(node) === parent)
      // What is higher up on the canvas stays higher up where the edges leave it open.
      .toSorted((a, b) => a.y - b.y || a.x - b.x)
      .map((node) => elkNode(cardOf(node, registry), childrenOf(node.id)));
  const edges: ElkExtendedEdge[] = graph.edges
    .filter((edge) => ids.has(edge.source) && ids.has(edge.target))
    .map((edge) => ({
      id: edge.id,
      sources: [`${edge.source}|out|${edge.sourcePort}`],
      targets: [`${edge.target}|in|${edge.targetPort}`],
    }));
  return {
    id: "root",
    layoutOptions: { ...spacing, "elk.hierarchyHandling": "INCLUDE_CHILDREN" },
    children: childrenOf(null),
    edges,
  };
}

function elkNode(card: Card, children: ElkNode[]): ElkNode {
  const isFull = card.isContainer && children.length > 0;
  const { top, left, bottom, right } = boxMeasure(card.kind).padding;
  return {
    id: card.node.id,
    ...(isFull ? { children } : { width: card.w, height: card.h }),
    layoutOptions: {
      ...(isFull ? { ...spacing, "elk.padding": `[top=${top},left=${left},bottom=${bottom},right=${right}]` } : {}),
      "elk.portConstraints": isFull ? "FIXED_SIDE" : "FIXED_POS",
    },
    ports: card.ports.map((port) => ({
      id: `${card.node.id}|${port.side}|${port.name}`,
      x: port.x,
      y: port.y,
      width: 0,
      height: 0,
      layoutOptions: { "elk.port.side": port.side === "in" ? "WEST" : "EAST" },
    })),
  };
}

/** Moves and sizes from ELK's answer; what is already in place stays out. */
export function fromElk(graph: Graph, chosen: readonly GraphNode[], placed: ElkNode): readonly DocumentCommand[] {
  const ids = new Set(chosen.map((node) => node.id));
  const tops = chosen.filter((node) => !node.parent || !ids.has(node.parent));
  const anchor = cornerOf(tops);
  const answered = placed.children ?? [];
  const corner = cornerOf(answered.map(({ x = 0, y = 0 }) => ({ x, y })));
  const moves: NodeMove[] = [];
  const sizes: DocumentCommand[] = [];
  const byId = new Map(graph.nodes.map((node) => [node.id as string, node]));
  const visit = (each: ElkNode, shift: { x: number; y: number }) => {
    const node = byId.get(each.id);
    if (!node) return;
    const x = toGrid((each.x ?? 0) + shift.x);
    const y = toGrid((each.y ?? 0) + shift.y);
    if (x !== node.x || y !== node.y) moves.push({ id: node.id, x, y });
    if (!each.children?.length) return;
    const w = toGrid(each.width ?? 0);
    const h = toGrid(each.height ?? 0);
    if (w !== node.w || h !== node.h) sizes.push({ type: "node.resize", id: node.id, w, h });
    for (const child of each.children) visit(child, { x: 0, y: 0 });
  };
  for (const each of answered) visit(each, { x: anchor.x - corner.x, y: anchor.y - corner.y });
  return moves.length > 0 ? [{ type: "node.move", moves }, ...sizes] : sizes;
}

function cornerOf(places: readonly { readonly x: number; readonly y: number }[]): { x: number; y: number } {
  if (places.length === 0) return { x: 0, y: 0 };
  return { x: Math.min(...places.map(({ x }) => x)), y: Math.min(...places.map(({ y }) => y)) };
}
