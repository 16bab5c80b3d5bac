import type { Graph } from "../graph/graph.ts";
import type { NodeId } from "../id.ts";
import { anyShape, numberShape, objectShape, type Shape } from "../json/shape.ts";
import type { Registry } from "../node-kit/registry.ts";
import { certaintyOf } from "./certainty.ts";
import { type Draft, draftOf } from "./draft.ts";
import { seenFrom } from "./seen-from.ts";
import { surroundings, typingOf } from "./typing.ts";

export type ScopeQuestion = {
  readonly graph: Graph;
  readonly registry: Registry;
  readonly nodeId: NodeId;
  /** Shapes of recorded outputs, by step; they fill in what the types do not say, as pinned outputs do. */
  readonly learned?: ReadonlyMap<NodeId, Shape>;
  /** Item formulas see `item` and `index`, and those of a container the steps inside it. Default: open. */
  readonly mode?: "open" | "item";
  /** Path of the field, for those that see more or less than others: `condition`, `handling.fallback`. */
  readonly field?: string;
};

/**
 * What the formulas of a step may use: an object of `trigger`, `steps`, `input`, `vars`, `run`, and inside a container or
 * in an item formula `item` and `index`. Steps that may be absent are among its optional fields.
 */
export function scopeShapeOf({
  graph,
  registry,
  nodeId,
  learned = new Map(),
  mode = "open",
  field = "",
}: ScopeQuestion): Shape {
  const draft = draftOf(graph, registry);
  const certainty = certaintyOf(draft);
  const node = draft.nodes.get(nodeId);
  if (!node) return objectShape({ trigger: anyShape, steps: objectShape({}), input: anyShape, ...surroundings });
  const inside = seenFrom(node, { field, mode }) === "result";
  const body = inside ? (draft.flow.regions.get(nodeId) ?? []).map((child) => child.id) : [];
  const visible = [...certainty.before(nodeId), ...body];
  const triggers = draft.flow.triggers.map((trigger) => trigger.id);
  const typing = typingOf(draft, {
    learned,
    only: new Set([...visible, ...triggers, nodeId, ...holdersOf(draft, nodeId)]),
  });
  const steps: Record<string, Shape> = Object.create(null);
  const optional: string[] = [];
  for (const id of visible) {
    const key = draft.nodes.get(id)?.node.key ?? "";
    steps[key] = typing.outputs.get(id) ?? anyShape;
    if (certainty.relation(nodeId, id, inside ? "result" : "start") === "maybe") optional.push(key);
  }
  const own = node.parent === null ? undefined : typing.items.get(node.parent);
  const item = mode === "item" ? (typing.ownItems.get(nodeId) ?? anyShape) : own;
  return objectShape({
    trigger: typing.trigger,
    steps: { kind: "object", fields: steps, open: false, ...(optional.length > 0 ? { optional } : {}) },
    input: (inside && typing.leaving.get(nodeId)) || (typing.inputs.get(nodeId) ?? anyShape),
    ...surroundings,
    ...(item ? { item, index: numberShape } : {}),
  });
}

/** What formulas in the settings of the workflow may use: what started the run, and nothing of it yet. */
export function settingsScopeShapeOf({
  graph,
  registry,
  learned = new Map(),
}: Omit<ScopeQuestion, "nodeId" | "mode" | "field">): Shape {
  return objectShape({ trigger: typingOf(draftOf(graph, registry), { learned, only: new Set() }).trigger });
}

function holdersOf({ nodes }: Draft, id: NodeId): NodeId[] {
  const holders: NodeId[] = [];
  for (let at = nodes.get(id)?.parent ?? null; at !== null; at = nodes.get(at)?.parent ?? null) holders.push(at);
  return holders;
}
