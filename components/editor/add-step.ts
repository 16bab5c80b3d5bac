import {
  absolutePositions,
  boxPadding,
  cardWidth,
  containerDefaultSize,
  headerHeight,
} from "#components/canvas/card-geometry.ts";
import { drawnOf } from "#components/canvas/drawn-cards.ts";
import { boxAt } from "#components/canvas/drop-target.ts";
import { canConnect } from "#core/compile/can-connect.ts";
import type { EdgeEnds, Graph, GraphNode } from "#core/graph/graph.ts";
import type { NodeId } from "#core/id.ts";
import type { NodeDefinition } from "#core/node-kit/define-node.ts";
import { defaultPorts } from "./default-ports.ts";
import { type EditorSession, isLocked } from "./editor-session.ts";
import { newNode, toGrid } from "./new-node.ts";
import { sceneOf } from "./scene.ts";
import { selectOnly } from "./select.ts";
import type { PickerRequest, Point } from "./session-store.ts";

/** Canvas px between a step and the one that follows it. */
const gapX = 64;
const recentMax = 6;

/** Adds a step of this type where it was asked for, joined to what it was asked from, and selects it. One undo step. */
export function addStepAt(session: EditorSession, type: string, wanted: Pick<PickerRequest, "place" | "join">): void {
  const definition = session.registry.get(type);
  if (!definition || isLocked(session)) return;
  const node = insert(session, definition, wanted);
  const { recentTypes } = session.store.getState();
  session.store.setState({ recentTypes: [type, ...recentTypes.filter((each) => each !== type)].slice(0, recentMax) });
  selectOnly(session.store, [node.id]);
  // The canvas knows the new card only after it has drawn it.
  requestAnimationFrame(() => session.store.getState().canvas?.reveal(node.id));
}

function insert(
  session: EditorSession,
  definition: NodeDefinition,
  { place, join }: Pick<PickerRequest, "place" | "join">,
): GraphNode {
  const graph = session.graph.get();
  const label = `Add ${definition.title}`;
  const { input, output } = defaultPorts(definition);
  const make = (at: Point, parent: NodeId | null) => newNode({ definition, graph, place: at, parent });
  if (join.kind === "splice") {
    const edge = graph.edges.find((each) => each.id === join.edge);
    const parent = parentOf(graph, edge?.source ?? null);
    const node = make(relative(graph, parent, place), parent);
    if (edge && input && output)
      session.dispatch({ type: "edge.splice", edge: edge.id, node, inputPort: input, outputPort: output }, label);
    else session.dispatch({ type: "node.add", node }, label);
    return node;
  }
  if (join.kind === "inside" || join.kind === "nothing") {
    const parent = join.kind === "inside" ? join.container : boxUnder(session, make(place, null), place);
    const at =
      join.kind === "inside"
        ? freeSpot(session, { x: boxPadding.left, y: boxPadding.top }, parent, definition)
        : relative(graph, parent, place);
    const node = make(at, parent);
    session.dispatch({ type: "node.add", node }, label);
    return node;
  }
  const near = join.kind === "after" ? join.source : join.target;
  const parent = parentOf(graph, near.nodeId);
  const node = make(freeSpot(session, relative(graph, parent, place), parent, definition), parent);
  const ends: EdgeEnds | null =
    join.kind === "after"
      ? input === null
        ? null
        : { source: near.nodeId, sourcePort: near.port, target: node.id, targetPort: input }
      : output === null
        ? null
        : { source: node.id, sourcePort: output, target: near.nodeId, targetPort: near.port };
  const grown: Graph = { ...graph, nodes: [...graph.nodes, node] };
  const connect = ends && canConnect(grown, session.registry, ends).ok ? [ends] : [];
  session.dispatch({ type: "node.add", node, connect }, label);
  return node;
}

/** Where a step that follows `after` stands: right of it, canvas px absolute. */
export function placeAfter(session: EditorSession, after: GraphNode): Point {
  const { cards, places } = drawnOf(sceneOf(session));
  const at = places.get(after.id) ?? after;
  return { x: at.x + (cards.get(after.id)?.w ?? cardWidth) + gapX, y: at.y };
}

/** Where a step stands that goes into an edge: between its ends, or below them when there is no room. Canvas px absolute. */
export function placeBetween(session: EditorSession, { source, target }: EdgeEnds): Point {
  const { cards, places } = drawnOf(sceneOf(session));
  const [from, to] = [cards.get(source), cards.get(target)];
  const [start, end] = [places.get(source), places.get(target)];
  if (!from || !to || !start || !end) return { x: 0, y: 0 };
  const left = start.x + from.w;
  const x = toGrid((left + end.x - cardWidth) / 2);
  const hasRoom = end.x - left >= cardWidth + gapX;
  const bottom = Math.max(start.y + from.h, end.y + to.h);
  return { x, y: hasRoom ? toGrid((start.y + end.y) / 2) : bottom + gapX / 2 };
}

function parentOf(graph: Graph, id: NodeId | null): NodeId | null {
  return graph.nodes.find((node) => node.id === id)?.parent ?? null;
}

function relative(graph: Graph, parent: NodeId | null, at: Point): Point {
  const base = parent ? absolutePositions(graph.nodes).get(parent) : null;
  return base ? { x: at.x - base.x, y: at.y - base.y } : at;
}

/** The innermost box under a new step's middle; triggers stay outside. */
function boxUnder(session: EditorSession, node: GraphNode, place: Point): NodeId | null {
  const middle = { x: place.x + cardWidth / 2, y: place.y + headerHeight / 2 };
  const scene = sceneOf(session);
  return boxAt(scene, middle, [node], drawnOf(scene).places);
}

/** Moves down past cards that stand in the way, so that branches of one step do not pile up. */
function freeSpot(session: EditorSession, at: Point, parent: NodeId | null, definition: NodeDefinition): Point {
  const size = definition.role === "container" ? containerDefaultSize : { w: cardWidth, h: headerHeight };
  const spot = { ...at };
  const others = [...drawnOf(sceneOf(session)).cards.values()].filter(({ node }) => node.parent === parent);
  for (let tries = 0; tries < 50; tries++) {
    const hit = others.find(
      ({ node, w, h }) =>
        spot.x < node.x + w + 16 &&
        spot.x + size.w + 16 > node.x &&
        spot.y < node.y + h + 16 &&
        spot.y + size.h + 16 > node.y,
    );
    if (!hit) break;
    spot.y = hit.node.y + hit.h + 24;
  }
  return spot;
}
