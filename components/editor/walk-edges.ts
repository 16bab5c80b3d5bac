import { absolutePositions, cardOf, portPlace } from "#components/canvas/card-geometry.ts";
import type { Graph, GraphEdge } from "#core/graph/graph.ts";
import type { EdgeId, NodeId } from "#core/id.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import type { SelectableId } from "./session-store.ts";

type Scene = { readonly graph: Graph; readonly registry: Registry };
type Way = "left" | "right" | "up" | "down";

/** The one selected edge; null when none or several things are selected. */
export function onlyEdge(graph: Graph, selection: ReadonlySet<SelectableId>): GraphEdge | null {
  const [only, ...more] = selection;
  return more.length === 0 ? (graph.edges.find((edge) => edge.id === only) ?? null) : null;
}

/** The topmost edge that leaves a step (`right`) or leads into it (`left`); null when there is none. */
export function edgeBeside(scene: Scene, node: NodeId, way: "left" | "right"): EdgeId | null {
  const edges = scene.graph.edges.filter((edge) => (way === "right" ? edge.source : edge.target) === node);
  return byHeight(scene, edges)[0]?.id ?? null;
}

/** From an edge: left to the step it leaves, right to the step it leads to, up and down to edges that share an end. */
export function besideEdge(scene: Scene, edge: GraphEdge, way: Way): SelectableId | null {
  if (way === "left") return edge.source;
  if (way === "right") return edge.target;
  const near = scene.graph.edges.filter((each) => each.source === edge.source || each.target === edge.target);
  const ordered = byHeight(scene, near);
  const at = ordered.findIndex((each) => each.id === edge.id);
  return ordered[at + (way === "down" ? 1 : -1)]?.id ?? null;
}

/** "Connection from Group to Sort", with the names of ports where a step has several. */
export function edgeTitle({ graph, registry }: Scene, edge: GraphEdge): string {
  const nameOf = (id: NodeId, side: "in" | "out", name: string) => {
    const node = graph.nodes.find((each) => each.id === id);
    if (!node) return "a step that is gone";
    const ports = cardOf(node, registry).ports.filter((port) => port.side === side);
    const port = ports.length > 1 ? ports.find((each) => each.name === name) : undefined;
    return port ? `${node.title} (${port.title ?? port.name})` : node.title;
  };
  const from = nameOf(edge.source, "out", edge.sourcePort);
  return `Connection from ${from} to ${nameOf(edge.target, "in", edge.targetPort)}`;
}

/** From top to bottom by where their middles lie; the same order whichever edges are asked for. */
function byHeight({ graph, registry }: Scene, edges: readonly GraphEdge[]): readonly GraphEdge[] {
  const places = absolutePositions(graph.nodes);
  const heightOf = (id: NodeId, side: "in" | "out", name: string) => {
    const node = graph.nodes.find((each) => each.id === id);
    return node ? (places.get(id)?.y ?? node.y) + portPlace(cardOf(node, registry), side, name).y : 0;
  };
  return edges
    .map((edge) => ({
      edge,
      y: heightOf(edge.source, "out", edge.sourcePort) + heightOf(edge.target, "in", edge.targetPort),
    }))
    .toSorted((a, b) => a.y - b.y || a.edge.id.localeCompare(b.edge.id))
    .map(({ edge }) => edge);
}
