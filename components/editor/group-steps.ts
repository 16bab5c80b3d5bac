import { boxMeasure } from "#components/canvas/box-measure.ts";
import { drawnOf, type Scene } from "#components/canvas/drawn-cards.ts";
import { mayHold } from "#components/canvas/may-hold.ts";
import { containerKindOf } from "#core/compile/container-kind.ts";
import type { DocumentCommand } from "#core/document/commands.ts";
import { type EdgeEnds, edgeIdOf, type Graph, type GraphEdge, type GraphNode } from "#core/graph/graph.ts";
import { downstreamOf, upstreamOf } from "#core/graph/neighbours.ts";
import type { NodeId } from "#core/id.ts";
import type { NodeDefinition } from "#core/node-kit/define-node.ts";
import { type DefaultPorts, defaultPorts } from "./default-ports.ts";
import { newNode } from "./new-node.ts";
import { topsOf } from "./select.ts";
import { stateType } from "./state-machine.ts";

export type Grouping =
  /** `loss` says which connections could not be kept; null when all are. */
  | {
      readonly ok: true;
      readonly box: NodeId;
      readonly commands: readonly DocumentCommand[];
      readonly loss: string | null;
    }
  | { readonly ok: false; readonly reason: string };

/**
 * The commands that put steps into a new box where they stand: what led into them leads into the box, what followed
 * follows the box.
 *
 *     a > [b > c] > d      becomes      a > box{ b > c } > d
 */
export function groupSteps(scene: Scene, selected: readonly GraphNode[], definition: NodeDefinition): Grouping {
  const tops = topsOf(scene.graph, selected);
  const steps = tops.filter((node) => scene.registry.get(node.type)?.role !== "trigger");
  const reason = reasonAgainstGroup(scene, steps, tops);
  const [first] = steps;
  if (reason !== null || !first) return { ok: false, reason: reason ?? "Select the steps that the box is to hold." };
  const boxes = boxesAround(scene, steps, first.parent, definition);
  const [box, holder = box] = boxes;
  if (!box || !holder) return { ok: false, reason: "There is no box of this kind." };
  const corner = { x: boxes.reduce((sum, { x }) => sum + x, 0), y: boxes.reduce((sum, { y }) => sum + y, 0) };
  const moves = steps.map(({ id, x, y }) => ({ id, parent: holder.id, x: x - corner.x, y: y - corner.y }));
  const { removed, added, loss } = rewired(scene, steps, box.id, defaultPorts(definition));
  const commands: DocumentCommand[] = boxes.map((node) => ({ type: "node.add", node }));
  commands.push({ type: "node.reparent", moves });
  if (removed.length > 0) commands.push({ type: "edge.remove", ids: removed.map((edge) => edge.id) });
  for (const ends of added) commands.push({ type: "edge.add", ends });
  return { ok: true, box: box.id, commands, loss };
}

/** Why these steps cannot be put into one box, as a sentence; null when they can. */
function reasonAgainstGroup(
  { graph, registry }: Scene,
  steps: readonly GraphNode[],
  tops: readonly GraphNode[],
): string | null {
  if (tops.length === 0) return "Select the steps that the box is to hold.";
  const [first] = steps;
  if (!first)
    return `“${tops[0]?.title}” starts the workflow and stays outside of every box. Select the steps behind it.`;
  if (steps.some((node) => node.parent !== first.parent))
    return "These steps are in different boxes. Select steps that stand side by side.";
  const stuck = steps.find((node) => !mayHold(registry, null, node));
  if (stuck) return `“${stuck.title}” cannot leave the box that it is in. Select steps inside of it.`;
  const ids = new Set(steps.map((node) => node.id));
  const after = downstreamOf(graph.edges, ids);
  const before = upstreamOf(graph.edges, ids);
  const between = graph.nodes.find((node) => !ids.has(node.id) && after.has(node.id) && before.has(node.id));
  return between
    ? `“${between.title}” stands between the selected steps: it needs some of them and others need it. Select it too.`
    : null;
}

type Rect = { readonly x: number; readonly y: number; readonly w: number; readonly h: number };

/** The new boxes, the outer one first: a machine holds its steps in its first state. */
function boxesAround(
  scene: Scene,
  steps: readonly GraphNode[],
  parent: NodeId | null,
  definition: NodeDefinition,
): readonly GraphNode[] {
  const { cards } = drawnOf(scene);
  const rects = steps.map(({ id, x, y }) => ({ x, y, w: cards.get(id)?.w ?? 0, h: cards.get(id)?.h ?? 0 }));
  const inner = containerKindOf(definition) === "states" ? stateType(scene.registry) : undefined;
  if (!inner) return [boxAround(scene.graph, rects, parent, definition)];
  const state = { ...boxAround(scene.graph, rects, parent, inner), config: { initial: true } };
  const around = { x: state.x, y: state.y, w: state.w ?? 0, h: state.h ?? 0 };
  const machine = boxAround(scene.graph, [around], parent, definition);
  return [machine, { ...state, parent: machine.id, x: state.x - machine.x, y: state.y - machine.y }];
}

function boxAround(graph: Graph, rects: readonly Rect[], parent: NodeId | null, definition: NodeDefinition): GraphNode {
  const { padding } = boxMeasure(containerKindOf(definition));
  const x = Math.min(...rects.map((rect) => rect.x)) - padding.left;
  const y = Math.min(...rects.map((rect) => rect.y)) - padding.top;
  return {
    ...newNode({ definition, graph, place: { x, y }, parent }),
    x,
    y,
    w: Math.max(...rects.map((rect) => rect.x + rect.w)) + padding.right - x,
    h: Math.max(...rects.map((rect) => rect.y + rect.h)) + padding.bottom - y,
  };
}

type Rewired = { removed: readonly GraphEdge[]; added: readonly EdgeEnds[]; loss: string | null };

function rewired({ graph }: Scene, steps: readonly GraphNode[], box: NodeId, ports: DefaultPorts): Rewired {
  const inner = new Set(steps.map((node) => node.id));
  const into = graph.edges.filter((edge) => !inner.has(edge.source) && inner.has(edge.target));
  const out = graph.edges.filter((edge) => inner.has(edge.source) && !inner.has(edge.target));
  const { input, output } = ports;
  const added = new Map<string, EdgeEnds>();
  const add = (ends: EdgeEnds) => added.set(edgeIdOf(ends), ends);
  if (input !== null)
    for (const { source, sourcePort } of into) add({ source, sourcePort, target: box, targetPort: input });
  const kept = output === null ? [] : keptOutgoing(out);
  if (output !== null)
    for (const { target, targetPort } of kept) add({ source: box, sourcePort: output, target, targetPort });
  const lost = out.length - kept.length;
  return { removed: [...into, ...out], added: [...added.values()], loss: lossOf(graph.nodes, out, lost) };
}

/**
 * Edges that may leave by the one output of the box. It stands for the last step inside: clear when all leave from one
 * port, or when all lead to one step.
 */
function keptOutgoing(out: readonly GraphEdge[]): readonly GraphEdge[] {
  const usual = out
    .filter((edge) => edge.sourcePort !== "error")
    .toSorted((a, b) => a.targetPort.localeCompare(b.targetPort));
  const [first] = usual;
  if (!first) return [];
  if (usual.every((edge) => edge.source === first.source && edge.sourcePort === first.sourcePort)) return usual;
  return usual.every((edge) => edge.target === first.target) ? [first] : [];
}

function lossOf(nodes: readonly GraphNode[], out: readonly GraphEdge[], lost: number): string | null {
  const targets = new Set(out.map((edge) => edge.target));
  if (lost === 0 || targets.size === 0 || (targets.size === 1 && out.every((edge) => edge.sourcePort !== "error")))
    return null;
  const names = nodes.filter((node) => targets.has(node.id)).map((node) => `“${node.title}”`);
  return `Different ways led out of these steps, and a box has one. Connect it to ${names.join(" or ")} as you need it.`;
}
