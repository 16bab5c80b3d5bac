import { cardWidth, headerHeight } from "#components/canvas/card-geometry.ts";
import { drawnOf } from "#components/canvas/drawn-cards.ts";
import { boxAt } from "#components/canvas/drop-target.ts";
import { mayHold } from "#components/canvas/may-hold.ts";
import { containerKindOf } from "#core/compile/container-kind.ts";
import type { DocumentCommand } from "#core/document/commands.ts";
import type { EdgeEnds, Graph, GraphNode } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";
import type { NodeDefinition } from "#core/node-kit/define-node.ts";
import { defaultPorts } from "./default-ports.ts";
import { type EditorSession, isLocked } from "./editor-session.ts";
import { joinCommands, reasonAgainstJoin } from "./join.ts";
import { withRoom } from "./make-room.ts";
import { newNode } from "./new-node.ts";
import { sceneOf } from "./scene.ts";
import { selectOnly } from "./select.ts";
import type { PickerRequest, Point } from "./session-store.ts";
import { firstState, machineType } from "./state-machine.ts";
import { boxOfJoin, freeSpot, inLine, innerCorner, relativeTo } from "./step-places.ts";

const recentMax = 6;
type Wanted = Pick<PickerRequest, "place" | "join">;

/** Adds a step of this type where it was asked for, joined to what it was asked from, and selects it. One undo step. */
export function addStepAt(session: EditorSession, type: string, wanted: Wanted): void {
  const asked = session.registry.get(type);
  if (!asked || isLocked(session)) return;
  const graph = session.graph.get();
  const box = graph.nodes.find((node) => node.id === boxFor(session, wanted, asked)) ?? null;
  // A state outside of a machine comes with one.
  const definition = mayHold(session.registry, box, asked) ? asked : (machineType(session.registry) ?? asked);
  const { node, commands } = insertion(session, { definition, wanted, box: box?.id ?? null });
  const seed = containerKindOf(definition) === "states" ? firstState(session.registry, graph, node) : null;
  if (seed) commands.push({ type: "node.add", node: seed });
  session.dispatch(withRoom({ graph, registry: session.registry }, commands), `Add ${definition.title}`);
  const { recentTypes } = session.store.getState();
  session.store.setState({ recentTypes: [type, ...recentTypes.filter((each) => each !== type)].slice(0, recentMax) });
  selectOnly(session.store, [node.id]);
  // The canvas knows the new card only after it has drawn it.
  requestAnimationFrame(() => session.store.getState().canvas?.reveal(node.id));
}

/** The box that a new step comes into: that of what it is joined to, or the one that it is dropped on. */
function boxFor(session: EditorSession, { place, join }: Wanted, definition: NodeDefinition): NodeId | null {
  const graph = session.graph.get();
  if (join.kind !== "nothing") return boxOfJoin(graph, join);
  const middle = { x: place.x + cardWidth / 2, y: place.y + headerHeight / 2 };
  const scene = sceneOf(session);
  return boxAt(scene, middle, [newNode({ definition, graph, place, parent: null })], drawnOf(scene).places);
}

type Insertion = { readonly node: GraphNode; readonly commands: DocumentCommand[] };
type Placed = { definition: NodeDefinition; wanted: Wanted; box: NodeId | null };

function insertion(session: EditorSession, { definition, wanted: { place, join }, box }: Placed): Insertion {
  const graph = session.graph.get();
  const { input, output } = defaultPorts(definition);
  const make = (at: Point) => newNode({ definition, graph, place: at, parent: box });
  const at = relativeTo(graph, box, place);
  const add = (node: GraphNode): Insertion => ({ node, commands: [{ type: "node.add", node }] });
  if (join.kind === "nothing") return add(make(at));
  if (join.kind === "inside") {
    const corner = innerCorner(session, join.container);
    return add(make(freeSpot(session, corner, box, definition)));
  }
  if (join.kind === "splice") {
    const node = make(at);
    const edge = graph.edges.find((each) => each.id === join.edge);
    if (!edge || !input || !output) return add(node);
    return {
      node,
      commands: [{ type: "edge.splice", edge: edge.id, node, inputPort: input, outputPort: output }],
    };
  }
  const joined = join.kind === "after" ? join.source.nodeId : join.target.nodeId;
  const level = inLine(session, at, joined, definition);
  const { node, commands } = add(make(freeSpot(session, level, box, definition)));
  const grown: Graph = { ...graph, nodes: [...graph.nodes, node] };
  const drawing = { graph: grown, registry: session.registry };
  const ends = endsOf(join, node.id, { input, output });
  if (ends && reasonAgainstJoin(drawing, ends) === null) commands.push(...joinCommands(drawing, ends));
  return { node, commands };
}

function endsOf(
  join: Extract<PickerRequest["join"], { kind: "after" | "before" }>,
  node: NodeId,
  { input, output }: { readonly input: string | null; readonly output: string | null },
): EdgeEnds | null {
  if (join.kind === "after") {
    const { nodeId, port } = join.source;
    return input === null ? null : { source: nodeId, sourcePort: port, target: node, targetPort: input };
  }
  const { nodeId, port } = join.target;
  return output === null ? null : { source: node, sourcePort: output, target: nodeId, targetPort: port };
}
