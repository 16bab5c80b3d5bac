import { type EdgeEnds, edgeIdOf, type Graph } from "../graph/graph.ts";
import { downstreamOf } from "../graph/neighbours.ts";
import type { NodeId } from "../id.ts";
import type { Registry } from "../node-kit/registry.ts";
import { draftOf } from "./draft.ts";
import { isTrigger, named } from "./draft-node.ts";

export type Connectable = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Whether an edge may be drawn between two ports, and if not, why, in a sentence. Fast enough for every move of a pointer. */
export function canConnect(graph: Graph, registry: Registry, ends: EdgeEnds): Connectable {
  const reason = refusal(graph, registry, ends);
  return reason === null ? { ok: true } : { ok: false, reason };
}

function refusal(graph: Graph, registry: Registry, ends: EdgeEnds): string | null {
  const { nodes, flow } = draftOf(graph, registry);
  const source = nodes.get(ends.source);
  const target = nodes.get(ends.target);
  if (!source || !target) return "One of the steps is gone.";
  const isTransition = source.parent !== null && flow.machines.has(source.parent);
  if (source === target && !isTransition) return "A step cannot lead to itself.";
  if (isTrigger(target)) return `${named(target)} starts the workflow; nothing can lead into it.`;
  if (source.parent !== target.parent) return "A connection cannot cross the border of a container.";
  if (!source.ports?.outputs.some((port) => port.name === ends.sourcePort))
    return `${named(source)} has no such output.`;
  if (!target.ports?.inputs.some((port) => port.name === ends.targetPort)) return `${named(target)} has no such input.`;
  const id = edgeIdOf(ends);
  if (graph.edges.some((edge) => edge.id === id)) return "These two are connected already.";
  if (isTransition) {
    const isTaken = graph.edges.some((edge) => edge.source === ends.source && edge.sourcePort === ends.sourcePort);
    return isTaken ? "This transition leads to a state already. Delete that connection first." : null;
  }
  if (isBefore(graph, ends.target, ends.source)) return "The steps would wait for one another for ever.";
  return null;
}

function isBefore(graph: Graph, first: NodeId, second: NodeId): boolean {
  return downstreamOf(graph.edges, [first]).has(second);
}
