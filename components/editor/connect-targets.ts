import { absolutePositions, cardOf } from "#components/canvas/card-geometry.ts";
import type { EdgeEnds, Graph, GraphNode } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import { reasonAgainstJoin } from "./join.ts";

/** One edge that could be drawn. The titles of ports are null on a step's only port of that side. */
export type ConnectTarget = {
  readonly ends: EdgeEnds;
  readonly outTitle: string | null;
  readonly node: GraphNode;
  readonly inTitle: string | null;
};

/** Every edge that may be drawn from a step, by its outputs from top to bottom, what stands nearest first. */
export function connectTargets(graph: Graph, registry: Registry, from: NodeId): readonly ConnectTarget[] {
  const source = graph.nodes.find((node) => node.id === from);
  if (!source) return [];
  const places = absolutePositions(graph.nodes);
  const here = places.get(from) ?? source;
  const distanceTo = ({ id, x, y }: GraphNode) => {
    const there = places.get(id) ?? { x, y };
    return Math.hypot(there.x - here.x, there.y - here.y);
  };
  const others = graph.nodes
    .filter((node) => node.parent === source.parent)
    .map((node) => ({ node, distance: distanceTo(node) }))
    .toSorted((a, b) => a.distance - b.distance);
  return portsOf(source, registry, "out").flatMap((output) =>
    others.flatMap(({ node }) =>
      portsOf(node, registry, "in").flatMap((input) => {
        const ends = { source: from, sourcePort: output.name, target: node.id, targetPort: input.name };
        if (reasonAgainstJoin({ graph, registry }, ends) !== null) return [];
        return [{ ends, outTitle: output.title, node, inTitle: input.title }];
      }),
    ),
  );
}

/** Those whose step or ports have every word of the query in their names. */
export function searchTargets(targets: readonly ConnectTarget[], query: string): readonly ConnectTarget[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return targets.filter(({ node, outTitle, inTitle }) => {
    const text = `${node.title} ${node.key} ${outTitle ?? ""} ${inTitle ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function portsOf(
  node: GraphNode,
  registry: Registry,
  side: "in" | "out",
): readonly { readonly name: string; readonly title: string | null }[] {
  const ports = cardOf(node, registry).ports.filter((port) => port.side === side);
  return ports.map(({ name, title }) => ({ name, title: ports.length > 1 ? (title ?? name) : null }));
}
