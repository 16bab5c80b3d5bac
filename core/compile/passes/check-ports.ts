import type { GraphEdge } from "../../graph/graph.ts";
import type { NodeId } from "../../id.ts";
import type { Port } from "../../node-kit/define-node.ts";
import { type DraftNode, type EdgePass, isTrigger, named } from "../draft-node.ts";
import type { Problem } from "../problem.ts";

/** Keeps the edges whose two ends are ports that exist. */
export function checkPorts(nodes: ReadonlyMap<NodeId, DraftNode>, graphEdges: readonly GraphEdge[]): EdgePass {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const edges = graphEdges.filter((edge) => {
    const source = nodes.get(edge.source);
    const target = nodes.get(edge.target);
    const fault =
      !source || !target
        ? ({ code: "edge-invalid", message: "This connection leads to a step that is gone. Delete it." } as const)
        : seen.has(edge.id)
          ? ({ code: "edge-invalid", message: "The same connection is drawn twice. Delete one of them." } as const)
          : portFault(edge, source, target);
    seen.add(edge.id);
    if (fault) problems.push(edgeProblem(edge, source ? edge.source : target ? edge.target : null, fault));
    return fault === null;
  });
  return { edges, problems };
}

type Fault = { readonly code: "edge-invalid" | "port-unknown"; readonly message: string };

function portFault(edge: GraphEdge, source: DraftNode, target: DraftNode): Fault | null {
  if (isTrigger(target)) {
    const message = `${named(target)} starts the workflow, so nothing can lead into it. Delete the connection.`;
    return { code: "port-unknown", message };
  }
  const { outputs } = source.ports ?? {};
  if (outputs && !has(outputs, edge.sourcePort)) {
    const message = `${named(source)} has no output “${edge.sourcePort}” any more. Draw the connection from ${listed(outputs)}.`;
    return { code: "port-unknown", message };
  }
  const { inputs } = target.ports ?? {};
  if (inputs && !has(inputs, edge.targetPort)) {
    const message = `${named(target)} has no input “${edge.targetPort}” any more. Draw the connection to ${listed(inputs)}.`;
    return { code: "port-unknown", message };
  }
  return null;
}

function has(ports: readonly Port[], name: string): boolean {
  return ports.some((port) => port.name === name);
}

function listed(ports: readonly Port[]): string {
  return ports.length === 0 ? "another step" : ports.map((port) => `“${port.title ?? port.name}”`).join(" or ");
}

function edgeProblem(edge: GraphEdge, nodeId: NodeId | null, { code, message }: Fault): Problem {
  return {
    code,
    severity: "error",
    nodeId,
    edgeId: edge.id,
    field: null,
    message,
    fix: { label: "Delete the connection", commands: [{ type: "edge.remove", ids: [edge.id] }] },
  };
}
