import { type Edge, type Node, type NodeHandle, Position } from "@xyflow/react";
import type { Point, SelectableId, SessionState } from "#components/editor/session-store.ts";
import {
  type EdgeEnds,
  edgeIdOf,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type GraphNote,
} from "#core/graph/graph.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import type { Card } from "./card-geometry.ts";
import { drawnOf, placesDuring } from "./drawn-cards.ts";
import { inResizedBox } from "./resize.ts";
import { isSameTransition, type Transition, transitionsOf } from "./transition-lanes.ts";

export type StepFlowNode = Node<{ readonly card: Card }, "step" | "container">;
export type NoteFlowNode = Node<{ readonly note: GraphNote }, "note">;
export type FlowNode = StepFlowNode | NoteFlowNode;
type EdgeData = {
  readonly edge: GraphEdge;
  readonly isGhost: boolean;
  /** Of an edge between two states. */
  readonly transition?: Transition;
};
export type FlowEdge = Edge<EdgeData, "flow" | "transition">;

/** What of the session shows in the drawing's shape; statuses and problems are read by each card itself. */
export type FlowInput = Pick<SessionState, "selection" | "drag" | "resize" | "ghost" | "collapsed"> & {
  readonly graph: Graph;
  readonly registry: Registry;
};

/**
 * Turns the drawing into what React Flow wants, once per editor: keeps the last answer and reuses every object that
 * did not change, so that one moved node re-renders one node.
 */
export function createFlowProjection() {
  let lastNodes: readonly FlowNode[] = [];
  let lastEdges: readonly FlowEdge[] = [];
  let lastParts: readonly unknown[] = [];
  const nodeCache = new Map<string, FlowNode>();
  const edgeCache = new Map<string, FlowEdge>();
  return {
    nodes: (input: FlowInput): FlowNode[] => {
      const { cards, places, hidden } = drawnOf(input);
      const made: FlowNode[] = input.graph.notes.map((note) => flowNote(note, input, nodeCache));
      // A box comes before what it holds, as React Flow wants it.
      for (const id of places.keys()) {
        const card = cards.get(id);
        if (card && !hidden.has(id)) made.push(flowStep(card, input, nodeCache));
      }
      lastNodes = keepIfEqual(lastNodes, made, nodeCache);
      return lastNodes as FlowNode[];
    },
    edges: (input: FlowInput): FlowEdge[] => {
      const { hidden, machines } = drawnOf(input);
      const parts = [input.graph.edges, hidden, input.selection, input.ghost, machines > 0 && input.drag];
      if (lastParts.length > 0 && parts.every((part, at) => part === lastParts[at])) return lastEdges as FlowEdge[];
      lastParts = parts;
      const transitions = machines > 0 ? transitionsOf(input, placesDuring(input, input.drag)) : null;
      const made = input.graph.edges
        .filter((edge) => !hidden.has(edge.source) && !hidden.has(edge.target))
        .map((edge) =>
          flowEdge(edge, { selection: input.selection, transition: transitions?.get(edge.id) }, edgeCache),
        );
      if (input.ghost) made.push(ghostEdge(input.ghost));
      lastEdges = keepIfEqual(lastEdges, made, edgeCache);
      return lastEdges as FlowEdge[];
    },
  };
}

function flowStep(card: Card, input: FlowInput, cache: Map<string, FlowNode>): FlowNode {
  const { node } = card;
  const resize = input.resize?.id === node.id ? input.resize : null;
  const position = resize?.at ?? input.drag?.get(node.id) ?? inBox(node, input);
  const width = resize?.size.w ?? card.w;
  const height = resize?.size.h ?? card.h;
  const selected = input.selection.has(node.id);
  const last = cache.get(node.id) as StepFlowNode | undefined;
  if (last && last.data.card === card && isSame(last, { position, width, height, selected })) return last;
  const made: StepFlowNode = {
    id: node.id,
    type: card.isContainer ? "container" : "step",
    data: last?.data.card === card ? last.data : { card },
    position: { x: position.x, y: position.y },
    width,
    height,
    measured: { width, height },
    handles: last?.data.card === card && last.width === width && last.handles ? last.handles : handlesOf(card, width),
    selected,
    ...(node.parent ? { parentId: node.parent } : {}),
    ...(card.isContainer ? { dragHandle: ".container-handle" } : {}),
    ariaRole: "group",
    ariaLabel: `${node.title}, ${card.definition?.title ?? node.type}`,
    zIndex: input.drag?.has(node.id) ? 500 : 0,
  };
  cache.set(node.id, made);
  return made;
}

function inBox(node: GraphNode, { resize, graph }: FlowInput): Point {
  const box = resize?.id === node.parent ? graph.nodes.find((each) => each.id === node.parent) : undefined;
  return resize && box ? inResizedBox(node, box, resize) : node;
}

function flowNote(note: GraphNote, input: FlowInput, cache: Map<string, FlowNode>): FlowNode {
  const resize = input.resize?.id === note.id ? input.resize : null;
  const position = resize?.at ?? input.drag?.get(note.id) ?? note;
  const width = resize?.size.w ?? note.w;
  const height = resize?.size.h ?? note.h;
  const selected = input.selection.has(note.id);
  const last = cache.get(note.id) as NoteFlowNode | undefined;
  if (last && last.data.note === note && isSame(last, { position, width, height, selected })) return last;
  const made: NoteFlowNode = {
    id: note.id,
    type: "note",
    data: { note },
    position: { x: position.x, y: position.y },
    width,
    height,
    measured: { width, height },
    handles: [],
    selected,
    zIndex: -1,
    ariaRole: "group",
    ariaLabel: "Note",
  };
  cache.set(note.id, made);
  return made;
}

function isSame(last: FlowNode, now: { position: Point; width: number; height: number; selected: boolean }): boolean {
  return (
    last.position.x === now.position.x &&
    last.position.y === now.position.y &&
    last.width === now.width &&
    last.height === now.height &&
    last.selected === now.selected
  );
}

function handlesOf(card: Card, width: number): NodeHandle[] {
  return card.ports.map((port) => ({
    id: port.name,
    type: port.side === "in" ? "target" : "source",
    position: port.side === "in" ? Position.Left : Position.Right,
    x: port.side === "in" ? 0 : width,
    y: port.y,
    width: 0,
    height: 0,
  }));
}

type EdgeLook = { readonly selection: ReadonlySet<SelectableId>; readonly transition: Transition | undefined };

function flowEdge(edge: GraphEdge, { selection, transition }: EdgeLook, cache: Map<string, FlowEdge>): FlowEdge {
  const selected = selection.has(edge.id);
  const last = cache.get(edge.id);
  const isSameEdge = last?.data?.edge === edge && isSameTransition(last.data.transition, transition);
  if (last && isSameEdge && last.selected === selected) return last;
  const data: EdgeData = { edge, isGhost: false, ...(transition && { transition }) };
  const made: FlowEdge = { ...endsOf(edge), id: edge.id, data: isSameEdge && last?.data ? last.data : data, selected };
  if (transition) made.type = "transition";
  cache.set(edge.id, made);
  return made;
}

function ghostEdge(ends: EdgeEnds): FlowEdge {
  const edge = { ...ends, id: edgeIdOf(ends) };
  return { ...endsOf(edge), id: "ghost", data: { edge, isGhost: true }, selectable: false, focusable: false };
}

function endsOf(edge: GraphEdge) {
  return {
    type: "flow" as const,
    ariaRole: "group" as const,
    ariaLabel: "Connection",
    source: edge.source,
    sourceHandle: edge.sourcePort,
    target: edge.target,
    targetHandle: edge.targetPort,
  };
}

/** The old list when nothing in it changed; forgets cached objects of things that are gone. */
function keepIfEqual<T extends { id: string }>(last: readonly T[], made: readonly T[], cache: Map<string, T>) {
  if (last.length === made.length && last.every((each, index) => each === made[index])) return last;
  if (cache.size > made.length) {
    const present = new Set(made.map((each) => each.id));
    for (const id of cache.keys()) if (!present.has(id)) cache.delete(id);
  }
  return made;
}
