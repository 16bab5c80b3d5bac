import { cardOf } from "#components/canvas/card-geometry.ts";
import { mayHold } from "#components/canvas/may-hold.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { NodeDefinition } from "#core/node-kit/define-node.ts";
import { addStepAt } from "./add-step.ts";
import { defaultPorts } from "./default-ports.ts";
import type { EditorSession } from "./editor-session.ts";
import { selectedNodes } from "./select.ts";
import { placeAfter } from "./step-places.ts";

/** Joined behind the one selected step, or into the one selected box, when that can be; else in the middle of what is visible. */
export function addBehindSelection(session: EditorSession, definition: NodeDefinition): void {
  const { selection, canvas } = session.store.getState();
  const { nodes } = session.graph.get();
  const [first, ...more] = selectedNodes(session.graph.get(), selection);
  const only = more.length === 0 ? first : undefined;
  const port = only ? freeOutput(session, only) : null;
  const around = nodes.find((node) => node.id === only?.parent) ?? null;
  const canFollow = defaultPorts(definition).input !== null && mayHold(session.registry, around, definition);
  if (only && port && canFollow) {
    addStepAt(session, definition.type, {
      place: placeAfter(session, only),
      join: { kind: "after", source: { nodeId: only.id, port } },
    });
  } else if (only && mayHold(session.registry, only, definition)) {
    addStepAt(session, definition.type, { place: only, join: { kind: "inside", container: only.id } });
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
