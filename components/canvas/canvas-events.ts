import type { Connection, EdgeChange, FinalConnectionState, IsValidConnection, NodeChange } from "@xyflow/react";
import type { DragEvent, MouseEvent } from "react";
import { performAction } from "#components/editor/actions/perform-action.ts";
import { addStepAt } from "#components/editor/add-step.ts";
import type { EditorSession } from "#components/editor/editor-session.ts";
import { joinCommands } from "#components/editor/join.ts";
import { withRoom } from "#components/editor/make-room.ts";
import { openPicker } from "#components/editor/open-picker.ts";
import { sceneOf } from "#components/editor/scene.ts";
import { selectOnly } from "#components/editor/select.ts";
import { type DropTarget, nothingSelected, type Point, type SelectableId } from "#components/editor/session-store.ts";
import { stepDragType } from "#components/palette/step-drag.ts";
import type { EdgeEnds } from "#core/graph/graph.ts";
import type { NodeId, NoteId } from "#core/id.ts";
import { cardOf, cardWidth, headerHeight } from "./card-geometry.ts";
import { drawnOf } from "./drawn-cards.ts";
import { dropCommands, dropMeaning } from "./drop.ts";
import { boxAt, edgeAt } from "./drop-target.ts";
import { endsBetween, endsOfConnection, reasonAgainst } from "./edge-ends.ts";
import { fromEdgeChanges, fromNodeChanges, type Meaning } from "./from-changes.ts";
import { resizeCommands } from "./resize.ts";
import type { FlowEdge, FlowNode } from "./to-flow.ts";

/** What gestures on the canvas do: they change the session while they last and dispatch commands when they end. */
export function canvasEvents(session: EditorSession) {
  const { store, dispatch } = session;
  const scene = () => sceneOf(session);
  const draft = () => ({ graph: session.graph.get(), registry: session.registry });
  /** What the pointer took hold of; all that is dragged goes where this goes. */
  let lead: string | undefined;
  const placeOf = (id: string) => {
    const { nodes, notes } = session.graph.get();
    const found = nodes.find((node) => node.id === id) ?? notes.find((note) => note.id === id);
    return found && { x: found.x, y: found.y };
  };
  const take = ({ patch, resized }: Meaning) => {
    if (patch) store.setState(patch);
    if (resized) dispatch(resizeCommands(session.graph.get(), resized), "Resize");
  };
  const onNodeDrag = () => {
    const { drag, dropTarget, ghost } = store.getState();
    if (!drag) return;
    const next = dropMeaning(scene(), drag, lead);
    // Every change of the store asks all cards whether it is about them: only tell them news.
    if (!isSame(next.target, dropTarget)) store.setState({ dropTarget: next.target });
    if (!isSame(next.ghost, ghost)) store.setState({ ghost: next.ghost });
  };
  const onNodeDragStop = () => {
    const { drag, dropTarget, ghost } = store.getState();
    if (!drag) return;
    const commands = dropCommands(scene(), drag, { target: dropTarget, ghost });
    dispatch(withRoom(draft(), commands));
    store.setState({ drag: null, dropTarget: null, ghost: null });
    // Selected only now: opening its settings in the middle of a drag would drop frames.
    const ids = [...drag.keys()] as SelectableId[];
    if (!ids.some((id) => store.getState().selection.has(id))) selectOnly(store, ids);
  };
  const isValidConnection: IsValidConnection<FlowEdge> = (connection) =>
    reasonAgainst(session, endsOfConnection(connection)) === null;
  return {
    onNodesChange: (changes: NodeChange<FlowNode>[]) => take(fromNodeChanges(changes, store.getState(), placeOf)),
    onEdgesChange: (changes: EdgeChange<FlowEdge>[]) => take(fromEdgeChanges(changes, store.getState())),
    onConnect: (connection: Connection) =>
      dispatch(joinCommands(draft(), endsOfConnection(connection)), "Connect steps"),
    onConnectEnd: (event: globalThis.MouseEvent | TouchEvent, state: FinalConnectionState) =>
      endConnection(session, event, state),
    isValidConnection,
    onSelectionStart: () => store.setState({ isBoxSelecting: true }),
    onSelectionEnd: () => store.setState({ isBoxSelecting: false }),
    onNodeDragStart: (_event: unknown, node: FlowNode) => {
      lead = node.id;
    },
    onSelectionDragStart: () => {
      lead = undefined;
    },
    onNodeDrag,
    onNodeDragStop,
    onNodeDoubleClick: (event: MouseEvent, node: FlowNode) => {
      event.stopPropagation();
      if (node.type !== "note") performAction(session, "step.open");
    },
    onNodeContextMenu: (_event: MouseEvent, node: FlowNode) => selectForMenu(session, node.id as NodeId | NoteId),
    onEdgeContextMenu: (_event: MouseEvent, edge: FlowEdge) => selectForMenu(session, edge.id as SelectableId),
    onPaneClick: () => {
      if (store.getState().selection.size > 0) store.setState({ selection: nothingSelected });
      store.getState().canvas?.focus();
    },
    onDoubleClick: (event: MouseEvent) => {
      if (!(event.target instanceof Element) || !event.target.classList.contains("react-flow__pane")) return;
      openPicker(session, { at: { x: event.clientX, y: event.clientY }, join: { kind: "nothing" } });
    },
    ...paletteDrop(session),
  };
}

function isSame(a: DropTarget | EdgeEnds | null, b: DropTarget | EdgeEnds | null): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** A click with the second button keeps a selection that holds the thing, else selects the thing. */
function selectForMenu({ store }: EditorSession, id: SelectableId): void {
  if (!store.getState().selection.has(id)) selectOnly(store, [id]);
}

/** An edge dropped where no port is: on a card it goes to the first port that fits, else the picker opens. */
function endConnection(
  session: EditorSession,
  event: globalThis.MouseEvent | TouchEvent,
  { isValid, fromHandle, toNode, toHandle }: FinalConnectionState,
): void {
  if (isValid || toHandle || !fromHandle) return;
  const touch = "changedTouches" in event ? event.changedTouches[0] : event;
  if (!touch) return;
  const at = { x: touch.clientX, y: touch.clientY };
  const under = toNode ? [toNode.id] : nodesAt(at);
  if (under[0] === fromHandle.nodeId) return;
  if (under.some((id) => id !== fromHandle.nodeId && joinToCard(session, fromHandle, id))) return;
  if (!document.elementFromPoint(at.x, at.y)?.closest("[data-testid=canvas]")) return;
  const ref = { nodeId: fromHandle.nodeId as NodeId, port: fromHandle.id ?? "out" };
  const canvas = session.store.getState().canvas;
  const tip = canvas?.toCanvas(at) ?? { x: 0, y: 0 };
  const isOut = fromHandle.type === "source";
  openPicker(session, {
    at,
    // The new card's port lands where the edge was let go.
    place: { x: isOut ? tip.x : tip.x - cardWidth, y: tip.y - headerHeight / 2 },
    join: isOut ? { kind: "after", source: ref } : { kind: "before", target: ref },
  });
}

type Grip = { readonly nodeId: string; readonly id?: string | null; readonly type: "source" | "target" };

function joinToCard(session: EditorSession, from: Grip, nodeId: string): boolean {
  const graph = session.graph.get();
  const node = graph.nodes.find((each) => each.id === nodeId);
  const card = node && cardOf(node, session.registry);
  // A box takes an edge by its port only, for its body is a place of its own; a state is one thing.
  if (!card || (card.isContainer && card.kind !== "state")) return false;
  const side = from.type === "source" ? "in" : "out";
  for (const port of card.ports.filter((each) => each.side === side)) {
    const ends = endsBetween(from, { nodeId, id: port.name, type: from.type === "source" ? "target" : "source" });
    if (!ends || reasonAgainst(session, ends) !== null) continue;
    session.dispatch(joinCommands({ graph, registry: session.registry }, ends), "Connect steps");
    return true;
  }
  return false;
}

/** What an edge can be dropped on at a point of the window, the uppermost first. */
function nodesAt(at: { x: number; y: number }): readonly string[] {
  const cards = ".react-flow__node-step, .react-flow__node-note, .react-flow__node-container:has(> [data-kind=state])";
  const ids = document
    .elementsFromPoint(at.x, at.y)
    .flatMap((element) => element.closest<HTMLElement>(cards)?.dataset.id ?? []);
  return [...new Set(ids)];
}

/** The edge or the box that takes a new step here. Which step it is cannot be read before it is dropped. */
function paletteTarget(session: EditorSession, at: Point): DropTarget | null {
  const scene = sceneOf(session);
  const edge = edgeAt(scene, at);
  if (edge) return { kind: "edge", id: edge };
  const box = boxAt(scene, at, [], drawnOf(scene).places);
  return box ? { kind: "container", from: null, id: box, loses: [] } : null;
}

/** Steps dragged here from the palette: over an edge they are spliced in, over a container they go inside. */
function paletteDrop(session: EditorSession) {
  const { store } = session;
  const isStep = (event: DragEvent) => event.dataTransfer.types.includes(stepDragType);
  return {
    onDragOver: (event: DragEvent) => {
      if (!isStep(event) || session.isReadOnly) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      const at = store.getState().canvas?.toCanvas({ x: event.clientX, y: event.clientY });
      const target = at ? paletteTarget(session, at) : null;
      if (!isSame(target, store.getState().dropTarget)) store.setState({ dropTarget: target });
    },
    onDragLeave: () => {
      if (store.getState().dropTarget) store.setState({ dropTarget: null });
    },
    onDrop: (event: DragEvent) => {
      const type = event.dataTransfer.getData(stepDragType);
      const { canvas, dropTarget } = store.getState();
      store.setState({ dropTarget: null });
      if (!type || !canvas || session.isReadOnly) return;
      event.preventDefault();
      const at = canvas.toCanvas({ x: event.clientX, y: event.clientY });
      addStepAt(session, type, {
        place: { x: at.x - cardWidth / 2, y: at.y - headerHeight / 2 },
        join: dropTarget?.kind === "edge" ? { kind: "splice", edge: dropTarget.id } : { kind: "nothing" },
      });
      canvas.focus();
    },
  };
}
