import { cardOf } from "#components/canvas/card-geometry.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { NodeDefinition } from "#core/node-kit/define-node.ts";
import { addStepAt, placeAfter } from "./add-step.ts";
import { defaultPorts } from "./default-ports.ts";
import type { EditorSession } from "./editor-session.ts";
import { selectedNodes } from "./select.ts";

/** Joined behind the one selected step when that can be, else in the middle of what is visible. */
export function addBehindSelection(session: EditorSession, definition: NodeDefinition): void {
  const { selection, canvas } = session.store.getState();
  const [only, ...more] = selectedNodes(session.graph.get(), selection);
  const port = only && more.length === 0 ? freeOutput(session, only) : null;
  if (only && port && defaultPorts(definition).input !== null) {
    addStepAt(session, definition.type, {
      place: placeAfter(session, only),
      join: { kind: "after", source: { nodeId: only.id, port } },
    });
  } else {
    const centre = canvas?.centre() ?? { x: 0, y: 0 };
    addStepAt(session, definition.type, { place: { x: centre.x - 120, y: centre.y - 30 }, join: { kind: "nothing" } });
  }
}

/** The first output that leads nowhere yet, else the first. */
function freeOutput(session: EditorSession, node: GraphNode): string | null {
  const outputs = cardOf(node, session.registry).ports.filter((port) => port.side === "out");
  const { edges } = session.graph.get();
  const used = new Set(edges.filter((edge) => edge.source === node.id).map((edge) => edge.sourcePort));
  return (outputs.find((port) => !used.has(port.name)) ?? outputs[0])?.name ?? null;
}
