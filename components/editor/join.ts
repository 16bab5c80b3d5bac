import { newTransition } from "#components/canvas/new-transition.ts";
import { canConnect } from "#core/compile/can-connect.ts";
import { containerKindOf } from "#core/compile/container-kind.ts";
import type { DocumentCommand } from "#core/document/commands.ts";
import type { EdgeEnds, Graph, GraphNode } from "#core/graph/graph.ts";
import { isJsonList, type Json } from "#core/json/json.ts";
import type { Registry } from "#core/node-kit/registry.ts";

type Drawing = { readonly graph: Graph; readonly registry: Registry };

/** Why an edge may not be drawn between two ports, as a sentence; null when it may. */
export function reasonAgainstJoin({ graph, registry }: Drawing, ends: EdgeEnds): string | null {
  if (ends.sourcePort !== newTransition.name) {
    const answer = canConnect(graph, registry, ends);
    return answer.ok ? null : answer.reason;
  }
  const nodeOf = (id: string) => graph.nodes.find((node) => node.id === id);
  const [source, target] = [nodeOf(ends.source), nodeOf(ends.target)];
  if (!source || !target) return "One of the steps is gone.";
  const isMachine = [source, target].every((node) => containerKindOf(registry.get(node.type)) === "state");
  return isMachine && source.parent === target.parent
    ? null
    : "A transition leads from a state to a state of the same machine.";
}

/** The commands that draw an edge; one from the port for new transitions gives its state a transition first. */
export function joinCommands({ graph }: Drawing, ends: EdgeEnds): readonly DocumentCommand[] {
  const source = graph.nodes.find((node) => node.id === ends.source);
  if (ends.sourcePort !== newTransition.name || !source) return [{ type: "edge.add", ends }];
  const { port, command } = addTransition(source);
  return [command, { type: "edge.add", ends: { ...ends, sourcePort: port } }];
}

/** One more way out of a state, taken at once unless somebody says when. */
function addTransition(state: GraphNode): { readonly port: string; readonly command: DocumentCommand } {
  const given: Json | undefined = state.config.transitions;
  const rows = given !== undefined && isJsonList(given) ? given : [];
  const row = { name: "Always", on: "condition", condition: { $expr: "true" } };
  return {
    port: `next${rows.length + 1}`,
    command: { type: "node.configure", id: state.id, field: "transitions", value: [...rows, row] },
  };
}
