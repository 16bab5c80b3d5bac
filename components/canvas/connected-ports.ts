import { useCallback, useSyncExternalStore } from "react";
import { useEditorSession } from "#components/editor/session-context.tsx";
import type { GraphEdge } from "#core/graph/graph.ts";

const known = new WeakMap<readonly GraphEdge[], ReadonlySet<string>>();

/** Keys `in:node.port` and `out:node.port` of every port that has an edge; made once per list of edges. */
function connectedPorts(edges: readonly GraphEdge[]): ReadonlySet<string> {
  const made = known.get(edges);
  if (made) return made;
  const ports = new Set<string>();
  for (const edge of edges) {
    ports.add(`out:${edge.source}.${edge.sourcePort}`);
    ports.add(`in:${edge.target}.${edge.targetPort}`);
  }
  known.set(edges, ports);
  return ports;
}

/** Whether a port has an edge; re-renders only when that changes. */
export function usePortConnected(nodeId: string, side: "in" | "out", port: string): boolean {
  const { graph } = useEditorSession();
  const key = `${side}:${nodeId}.${port}`;
  const read = useCallback(() => connectedPorts(graph.get().edges).has(key), [graph, key]);
  return useSyncExternalStore(graph.subscribe, read, read);
}
