import type { NodeId } from "#core/id.ts";
import { invariant } from "#core/invariant.ts";
import type { Json } from "#core/json/json.ts";
import type { ItemPath } from "#core/schedule/activation-id.ts";
import type { IndexedNode } from "#core/schedule/index-plan.ts";

/**
 * The values of a run while it is driven: one frame for the top level and one for each item that is being worked on.
 * The scheduler decides, frames remember. A frame is dropped when its item ends, so a long list costs its results and
 * the items in work.
 */
export type Frame = {
  readonly parent: Frame | null;
  /** Outputs by key, of this frame and those around it; what formulas see as `steps`. */
  readonly steps: Record<string, Json>;
  /** What the nodes of this frame gave, and on which port. */
  readonly delivered: Map<NodeId, Delivered>;
  readonly item: Json;
  /** Number of the item; null at the top level. */
  readonly index: number | null;
  /** Open containers of this frame. */
  readonly containers: Map<NodeId, ContainerWork>;
};

export type Delivered = { readonly port: string; readonly value: Json };

export type ContainerWork = {
  readonly onError: "stop" | "collect";
  /** Unix milliseconds. */
  readonly openedAt: number;
  readonly list: readonly Json[];
  readonly frames: Map<number, Frame>;
  /** Result by item; a hole for an item that has not ended or has failed. */
  readonly results: Map<number, Json>;
  readonly errors: Map<number, ItemError>;
};

export type ItemError = { readonly index: number; readonly code: string; readonly message: string };

export function rootFrame(): Frame {
  return {
    parent: null,
    // Keys are words that people chose: an object without prototype holds them safely (R19).
    steps: Object.create(null) as Record<string, Json>,
    delivered: new Map(),
    item: null,
    index: null,
    containers: new Map(),
  };
}

/** The frame of an activation, made when its item is new. Throws when a container around it is not open. */
export function frameAt(root: Frame, node: IndexedNode, path: ItemPath): Frame {
  const owner = node.scope.owner;
  if (!owner) return root;
  const outer = frameAt(root, owner, path.slice(0, -1));
  const work = outer.containers.get(owner.node.id);
  const index = path[path.length - 1];
  invariant(work && index !== undefined, `container ${owner.node.id} is open`);
  const known = work.frames.get(index);
  if (known) return known;
  const frame: Frame = {
    parent: outer,
    steps: Object.assign(Object.create(null) as Record<string, Json>, outer.steps),
    delivered: new Map(),
    item: work.list[index] ?? null,
    index,
    containers: new Map(),
  };
  work.frames.set(index, frame);
  return frame;
}

/** Remembers what a node gave. */
export function deliver(frame: Frame, node: IndexedNode, given: Delivered): void {
  frame.delivered.set(node.node.id, given);
  frame.steps[node.node.key] = given.value;
  frame.containers.delete(node.node.id);
}

/** What arrives at a node, by input port; the first edge in plan order wins where several lead to one port. */
export function inputsOf(frame: Frame, node: IndexedNode): ReadonlyMap<string, Json> {
  const inputs = new Map<string, Json>();
  for (const { edge, from } of node.incoming) {
    const given = frame.delivered.get(from.node.id);
    if (given?.port === edge.sourcePort && !inputs.has(edge.targetPort)) inputs.set(edge.targetPort, given.value);
  }
  // The first steps of a body receive the item.
  if (node.incoming.length === 0 && frame.index !== null) inputs.set("in", frame.item);
  return inputs;
}

/** The last value, in plan order, that a step of a scope gave; null when none gave any. */
export function lastOutput(frame: Frame, nodes: readonly IndexedNode[]): Json {
  for (let at = nodes.length - 1; at >= 0; at--) {
    const given = frame.delivered.get((nodes[at] as IndexedNode).node.id);
    if (given) return given.value;
  }
  return null;
}
