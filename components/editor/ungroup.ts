import { cardOf } from "#components/canvas/card-geometry.ts";
import type { Scene } from "#components/canvas/drawn-cards.ts";
import { mayHold } from "#components/canvas/may-hold.ts";
import type { DocumentCommand } from "#core/document/commands.ts";
import { mapFormulas } from "#core/document/rewrite-formulas.ts";
import { renameStep } from "#core/expression/rename-step.ts";
import { type EdgeEnds, edgeIdOf, type Graph, type GraphNode } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";
import type { JsonObject } from "#core/json/json.ts";

/**
 * The commands that dissolve a box: its steps stand where they stood, the first ones get what led into it, and what
 * followed it follows the last ones.
 *
 *     a > box{ b > c } > d      becomes      a > b > c > d
 */
export function ungroup(scene: Scene, box: GraphNode): readonly DocumentCommand[] {
  const { graph } = scene;
  const freed = freedBy(scene, box, box.parent, { x: box.x, y: box.y });
  const ids = new Set(freed.map(({ node }) => node.id));
  const inner = graph.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target));
  const entries = freed.filter(({ node }) => !inner.some((edge) => edge.target === node.id)).map(({ node }) => node);
  const exits = freed.filter(({ node }) => !inner.some((edge) => edge.source === node.id)).map(({ node }) => node);
  const commands: DocumentCommand[] = [];
  if (freed.length > 0)
    commands.push({
      type: "node.reparent",
      moves: freed.map(({ node, at }) => ({ id: node.id, parent: box.parent, x: at.x, y: at.y })),
    });
  commands.push({ type: "node.remove", ids: [box.id], reconnect: freed.length === 0 });
  for (const ends of joins(scene, box.id, entries, exits)) commands.push({ type: "edge.add", ends });
  const [exit] = exits;
  if (exit && exits.length === 1) commands.push(...readInstead(graph, box.key, exit.key));
  return commands;
}

type Freed = { readonly node: GraphNode; readonly at: { readonly x: number; readonly y: number } };

/** What stands free once a box is gone. A box in it that may not stand there, such as a state, is dissolved as well. */
function freedBy(scene: Scene, box: GraphNode, parent: NodeId | null, at: Freed["at"]): readonly Freed[] {
  const around = scene.graph.nodes.find((node) => node.id === parent) ?? null;
  return scene.graph.nodes
    .filter((node) => node.parent === box.id)
    .flatMap((node) => {
      const place = { x: at.x + node.x, y: at.y + node.y };
      return mayHold(scene.registry, around, node) ? [{ node, at: place }] : freedBy(scene, node, parent, place);
    });
}

function joins(
  { graph, registry }: Scene,
  box: NodeId,
  entries: readonly GraphNode[],
  exits: readonly GraphNode[],
): readonly EdgeEnds[] {
  const made = new Map<string, EdgeEnds>();
  const portOf = (node: GraphNode, side: "in" | "out") =>
    cardOf(node, registry).ports.find((port) => port.side === side && port.name !== "error")?.name;
  for (const edge of graph.edges) {
    const ways: (EdgeEnds | null)[] =
      edge.target === box
        ? entries.map((node) =>
            withPort(portOf(node, "in"), (targetPort) => ({ ...edge, target: node.id, targetPort })),
          )
        : edge.source === box && edge.sourcePort !== "error"
          ? exits.map((node) =>
              withPort(portOf(node, "out"), (sourcePort) => ({ ...edge, source: node.id, sourcePort })),
            )
          : [];
    for (const ends of ways) {
      if (ends === null) continue;
      const { source, sourcePort, target, targetPort } = ends;
      made.set(edgeIdOf(ends), { source, sourcePort, target, targetPort });
    }
  }
  return [...made.values()];
}

function withPort(port: string | undefined, make: (port: string) => EdgeEnds): EdgeEnds | null {
  return port === undefined ? null : make(port);
}

/** Lets formulas that read the box read the step that takes its place. */
function readInstead(graph: Graph, from: string, to: string): readonly DocumentCommand[] {
  const changed = (fields: JsonObject | undefined) =>
    Object.entries(fields ?? {}).flatMap(([field, raw]) => {
      const value = mapFormulas(raw, (source) => renameStep(source, from, to));
      return value === raw ? [] : [{ field, value }];
    });
  return graph.nodes.flatMap((node): DocumentCommand[] => [
    ...changed(node.config).map((change) => ({ type: "node.configure" as const, id: node.id, ...change })),
    ...changed(node.handling).map((change) => ({ type: "node.handle" as const, id: node.id, ...change })),
  ]);
}
