import type { EditorSession } from "#components/editor/editor-session.ts";
import { reasonAgainstJoin } from "#components/editor/join.ts";
import type { EdgeEnds } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";

type Grip = { readonly nodeId: string; readonly id?: string | null; readonly type: "source" | "target" };

/** The ends of an edge between two ports, whichever was grabbed first; null when both are of the same side. */
export function endsBetween(a: Grip, b: Grip): EdgeEnds | null {
  if (a.type === b.type) return null;
  const [source, target] = a.type === "source" ? [a, b] : [b, a];
  return {
    source: source.nodeId as NodeId,
    sourcePort: source.id ?? "out",
    target: target.nodeId as NodeId,
    targetPort: target.id ?? "in",
  };
}

/** React Flow's connection as the ends of an edge. */
export function endsOfConnection(connection: {
  source: string;
  sourceHandle?: string | null;
  target: string;
  targetHandle?: string | null;
}): EdgeEnds {
  return {
    source: connection.source as NodeId,
    sourcePort: connection.sourceHandle ?? "out",
    target: connection.target as NodeId,
    targetPort: connection.targetHandle ?? "in",
  };
}

/** Why these ends may not be joined, as a sentence; null when they may. */
export function reasonAgainst(session: EditorSession, ends: EdgeEnds): string | null {
  return reasonAgainstJoin({ graph: session.graph.get(), registry: session.registry }, ends);
}
