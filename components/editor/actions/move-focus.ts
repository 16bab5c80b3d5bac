import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp } from "lucide-react";
import { cardOf } from "#components/canvas/card-geometry.ts";
import { drawnOf } from "#components/canvas/drawn-cards.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import { sceneOf } from "../scene.ts";
import { selectOnly } from "../select.ts";
import { besideEdge, onlyEdge } from "../walk-edges.ts";
import type { Action, ActionContext } from "./action.ts";

type Way = "left" | "right" | "up" | "down";

const looks = {
  left: { icon: ArrowLeft, key: "ArrowLeft", label: "Go to the step on the left" },
  right: { icon: ArrowRight, key: "ArrowRight", label: "Go to the step on the right" },
  up: { icon: ArrowUp, key: "ArrowUp", label: "Go to the step above" },
  down: { icon: ArrowDown, key: "ArrowDown", label: "Go to the step below" },
} as const;

/** Arrow keys go from step to step: along an edge first, else to what lies that way. From an edge they go to its ends. */
export const moveFocus: readonly Action[] = (["left", "right", "up", "down"] as const).map((way) => ({
  id: `select.${way}`,
  label: looks[way].label,
  icon: looks[way].icon,
  category: "Select",
  shortcuts: [looks[way].key],
  isReading: true,
  predicate: ({ graph }) => graph.nodes.length > 0,
  perform: (context) => {
    const { graph, session, state } = context;
    const edge = onlyEdge(graph, state.selection);
    if (edge) {
      const beside = besideEdge({ graph, registry: session.registry }, edge, way);
      if (beside) selectOnly(session.store, [beside]);
      if (beside) state.canvas?.reveal(beside);
      return;
    }
    const next = context.nodes.length === 0 ? firstNode(context) : neighbour(context, way);
    if (!next) return;
    selectOnly(context.session.store, [next.id]);
    context.state.canvas?.reveal(next.id);
  },
}));

function firstNode({ graph, session }: ActionContext): GraphNode | undefined {
  return graph.nodes.find((node) => cardOf(node, session.registry).isTrigger) ?? graph.nodes[0];
}

function neighbour({ graph, session, nodes }: ActionContext, way: Way): GraphNode | undefined {
  const from = nodes.at(-1);
  if (!from) return undefined;
  const { cards, places, hidden } = drawnOf(sceneOf(session));
  const middleOf = (node: GraphNode) => {
    const { w = 0, h = 0 } = cards.get(node.id) ?? {};
    const at = places.get(node.id) ?? node;
    return { x: at.x + w / 2, y: at.y + h / 2 };
  };
  const here = middleOf(from);
  const linked = new Set(
    graph.edges.flatMap((edge) =>
      way === "right" && edge.source === from.id
        ? [edge.target]
        : way === "left" && edge.target === from.id
          ? [edge.source]
          : [],
    ),
  );
  let best: { node: GraphNode; cost: number } | null = null;
  for (const node of graph.nodes) {
    if (node.id === from.id || hidden.has(node.id)) continue;
    const there = middleOf(node);
    const along = { left: here.x - there.x, right: there.x - here.x, up: here.y - there.y, down: there.y - here.y }[
      way
    ];
    const across = Math.abs(way === "left" || way === "right" ? there.y - here.y : there.x - here.x);
    const isLinked = linked.has(node.id);
    // Within 45 degrees of the way, unless an edge leads there.
    if (!isLinked && (along <= 8 || across > along)) continue;
    const cost = along + across * 2 - (isLinked ? 100_000 : 0);
    if (!best || cost < best.cost) best = { node, cost };
  }
  return best?.node;
}
