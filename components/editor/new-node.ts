import { boxMeasure } from "#components/canvas/box-measure.ts";
import { containerKindOf } from "#core/compile/container-kind.ts";
import { keyFromTitle } from "#core/document/key-from-title.ts";
import type { Graph, GraphNode } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";
import type { NodeDefinition } from "#core/node-kit/define-node.ts";
import { freshId } from "./fresh-id.ts";
import type { Point } from "./session-store.ts";

type Wanted = {
  readonly definition: NodeDefinition;
  readonly graph: Graph;
  /** Relative to the parent when there is one, px. */
  readonly place: Point;
  readonly parent: NodeId | null;
};

/** A step as it is right after it was picked: default settings, a title and a key that nothing else has. */
export function newNode({ definition, graph, place, parent }: Wanted): GraphNode {
  const title = freeTitle(definition.title, new Set(graph.nodes.map((node) => node.title)));
  const kind = containerKindOf(definition);
  const size = kind ? boxMeasure(kind).size : { w: null, h: null };
  return {
    id: freshId("n"),
    type: definition.type,
    version: definition.version,
    key: keyFromTitle(title, new Set(graph.nodes.map((node) => node.key))),
    title,
    x: toGrid(place.x),
    y: toGrid(place.y),
    w: size.w,
    h: size.h,
    parent,
    disabled: false,
    config: {},
  };
}

/** "Filter", then "Filter 2", "Filter 3". */
function freeTitle(title: string, taken: ReadonlySet<string>): string {
  if (!taken.has(title)) return title;
  for (let number = 2; ; number++) if (!taken.has(`${title} ${number}`)) return `${title} ${number}`;
}

/** Px to the canvas grid. */
export function toGrid(px: number): number {
  return Math.round(px / gridPx) * gridPx;
}

export const gridPx = 8;
