import type { GraphEdge } from "../../graph/graph.ts";
import type { NodeId } from "../../id.ts";
import { type DraftNode, isContainer, isTrigger, kindOf, named } from "../draft-node.ts";
import type { Problem } from "../problem.ts";

type Checked = {
  readonly nodes: ReadonlyMap<NodeId, DraftNode>;
  readonly edges: readonly GraphEdge[];
  readonly problems: readonly Problem[];
};

/**
 * What holds what: parents must be containers and hold no circle, a trigger stays outside, a state machine holds states
 * and nothing else does, every other container holds at least one step, and edges do not cross its border:
 *
 *     trigger > each{ a > b }        b > c is refused, each > c is right
 */
export function checkContainers(parsed: ReadonlyMap<NodeId, DraftNode>, graphEdges: readonly GraphEdge[]): Checked {
  const problems: Problem[] = [];
  const nodes = new Map<NodeId, DraftNode>();
  for (const node of parsed.values()) {
    const message = parentFault(node, parsed);
    if (message !== null) problems.push(parentProblem(node, parsed, message));
    const parent = message === null && node.parent !== null && parsed.has(node.parent) ? node.parent : null;
    nodes.set(node.id, parent === node.parent ? node : { ...node, parent });
  }
  const holders = new Set([...nodes.values()].map((node) => node.parent));
  for (const node of nodes.values()) {
    if (isContainer(node) && kindOf(node) !== "state" && !holders.has(node.id)) problems.push(emptyProblem(node));
  }
  const edges = graphEdges.filter((edge) => {
    const source = nodes.get(edge.source);
    const target = nodes.get(edge.target);
    if (!source || !target || source.parent === target.parent) return true;
    problems.push(crossedProblem(edge, source, target));
    return false;
  });
  return { nodes, edges, problems };
}

function parentFault(node: DraftNode, nodes: ReadonlyMap<NodeId, DraftNode>): string | null {
  const parent = node.parent === null ? undefined : nodes.get(node.parent);
  if (!parent) return kindOf(node) === "state" ? `${named(node)} is a state. Put it into a state machine.` : null;
  if (isInCircle(node, nodes)) return `${named(node)} and ${named(parent)} hold one another. Move one of them out.`;
  if (isTrigger(node)) return `${named(node)} is a trigger and cannot be inside ${named(parent)}. Move it out.`;
  if (kindOf(parent) === "states" && node.definition && kindOf(node) !== "state") {
    return `${named(parent)} holds states only. Put ${named(node)} into one of its states, or move it out.`;
  }
  if (kindOf(node) === "state" && parent.definition && kindOf(parent) !== "states") {
    return `${named(node)} is a state and can only be inside a state machine. Move it there.`;
  }
  // A parent of unknown type may be a container; its own problem says enough.
  if (parent.definition && !isContainer(parent)) return `${named(parent)} cannot hold steps. Move ${named(node)} out.`;
  return null;
}

function isInCircle(node: DraftNode, nodes: ReadonlyMap<NodeId, DraftNode>): boolean {
  const seen = new Set<NodeId>();
  for (let at = node.parent; at !== null && !seen.has(at); at = nodes.get(at)?.parent ?? null) {
    if (at === node.id) return true;
    seen.add(at);
  }
  return false;
}

function parentProblem(node: DraftNode, nodes: ReadonlyMap<NodeId, DraftNode>, message: string): Problem {
  const parent = node.parent === null ? undefined : nodes.get(node.parent);
  const x = node.node.x + (parent?.node.x ?? 0);
  const y = node.node.y + (parent?.node.y ?? 0);
  const moveOut = { type: "node.reparent", moves: [{ id: node.id, parent: null, x, y }] } as const;
  return {
    code: "container-crossed",
    severity: "error",
    nodeId: node.id,
    field: null,
    message,
    ...(parent && kindOf(node) !== "state" ? { fix: { label: "Move it out", commands: [moveOut] } } : {}),
  };
}

function emptyProblem(node: DraftNode): Problem {
  const what = kindOf(node) === "states" ? "state" : "step";
  const message = `${named(node)} has nothing to do. Put at least one ${what} into it.`;
  return { code: "container-empty", severity: "error", nodeId: node.id, field: null, message };
}

function crossedProblem(edge: GraphEdge, source: DraftNode, target: DraftNode): Problem {
  return {
    code: "container-crossed",
    severity: "error",
    nodeId: edge.target,
    edgeId: edge.id,
    field: null,
    message: `The connection from ${named(source)} to ${named(target)} crosses the border of a container. Connect the container itself.`,
    fix: { label: "Delete the connection", commands: [{ type: "edge.remove", ids: [edge.id] }] },
  };
}
