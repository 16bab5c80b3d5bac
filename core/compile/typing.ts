import { type CheckedExpression, checkExpression, type ExpressionIssue } from "../expression/check.ts";
import type { GraphEdge } from "../graph/graph.ts";
import { isExpr, isTemplate } from "../graph/tagged.ts";
import type { NodeId } from "../id.ts";
import { equalJson } from "../json/equal-json.ts";
import type { Json } from "../json/json.ts";
import { refineShape } from "../json/refine-shape.ts";
import { anyShape, boolShape, listShape, numberShape, objectShape, type Shape, textShape } from "../json/shape.ts";
import { mergeShapes, shapeOf } from "../json/shape-of.ts";
import { itemShapeOf } from "../lists/item-shape.ts";
import type { FormulaInConfig } from "../node-kit/formulas-in.ts";
import type { Draft } from "./draft.ts";
import { type DraftNode, kindOf } from "./draft-node.ts";
import { carriesFailure } from "./ports-of.ts";
import { referencesIn } from "./references-in.ts";
import { seenFrom } from "./seen-from.ts";

/** What every step receives and gives, as far as it can be known without running, and what its formulas give. */
export type Typing = {
  readonly outputs: ReadonlyMap<NodeId, Shape>;
  /** Shape of `input` of each node. */
  readonly inputs: ReadonlyMap<NodeId, Shape>;
  /** Shape of `item` in the body of each container. */
  readonly items: ReadonlyMap<NodeId, Shape>;
  /** Shape of `input` for the formulas of each state, which are worked out when it is left. */
  readonly leaving: ReadonlyMap<NodeId, Shape>;
  /** Shape of `item` in the item formulas of each node that works on a list, or in rounds. */
  readonly ownItems: ReadonlyMap<NodeId, Shape>;
  /** Shape of the trigger's value, whichever trigger it is. */
  readonly trigger: Shape;
  readonly formulas: readonly TypedFormula[];
};

export type TypedFormula = {
  readonly node: DraftNode;
  readonly formula: FormulaInConfig;
  readonly shape: Shape;
  readonly issues: readonly ExpressionIssue[];
};

export type TypingOptions = {
  /** Shapes of recorded outputs, used where a type does not say what it gives. */
  readonly learned?: ReadonlyMap<NodeId, Shape>;
  /** Of the top level only these nodes (closed under "before"), with all that they hold; all when not given. */
  readonly only?: ReadonlySet<NodeId>;
};

/** What a formula may always use, whatever the graph: settings of the workspace and facts about the run. */
export const surroundings = {
  vars: objectShape({}, true),
  run: objectShape({
    id: textShape,
    workflowId: textShape,
    mode: textShape,
    startedAt: textShape,
    /** Addresses of the steps that wait for a signal, by key. */
    callbacks: objectShape({}, true),
  }),
} as const;

export function typingOf(draft: Draft, options: TypingOptions = {}): Typing {
  const walk: Walk = {
    draft,
    options,
    outputs: new Map(),
    inputs: new Map(),
    items: new Map(),
    leaving: new Map(),
    ownItems: new Map(),
    byKey: nodesByKey(draft),
    formulas: [],
    checked: new Map(),
    trigger: anyShape,
  };
  for (const trigger of draft.flow.triggers) typeNode(walk, trigger, undefined);
  const triggers = draft.flow.triggers.map((node) => walk.outputs.get(node.id) ?? anyShape);
  walk.trigger = triggers.length === 0 ? anyShape : triggers.reduce(mergeShapes);
  typeRegion(walk, null, undefined);
  return walk;
}

/** Nodes by key; the first by id where several have one. */
export function nodesByKey({ nodes }: Draft): ReadonlyMap<string, DraftNode> {
  const byKey = new Map<string, DraftNode>();
  for (const node of nodes.values()) {
    const other = byKey.get(node.node.key);
    if (!other || node.id < other.id) byKey.set(node.node.key, node);
  }
  return byKey;
}

type Walk = {
  readonly draft: Draft;
  readonly options: TypingOptions;
  readonly outputs: Map<NodeId, Shape>;
  readonly inputs: Map<NodeId, Shape>;
  readonly items: Map<NodeId, Shape>;
  readonly leaving: Map<NodeId, Shape>;
  readonly ownItems: Map<NodeId, Shape>;
  readonly byKey: ReadonlyMap<string, DraftNode>;
  readonly formulas: TypedFormula[];
  /** Formulas of the node at hand, by their source, that were checked for a fixed shape of input and item. */
  readonly checked: Map<string, { readonly around: Around; readonly result: CheckedExpression }>;
  trigger: Shape;
};

function typeRegion(walk: Walk, region: NodeId | null, item: Shape | undefined): void {
  for (const node of walk.draft.flow.regions.get(region) ?? []) {
    const wanted = region !== null || (walk.options.only?.has(node.id) ?? true);
    if (wanted && !walk.outputs.has(node.id)) typeNode(walk, node, item);
  }
}

/** `item`: what `item` is around this node, when it lies in the body of a container. */
function typeNode(walk: Walk, node: DraftNode, item: Shape | undefined): void {
  const { definition, config } = node;
  const ports = inputsOf(walk, node);
  walk.checked.clear();
  const entered = node.parent !== null && ports.size === 0 ? enteringShape(walk, node, item) : undefined;
  const arrived = [...ports.values()];
  const input = entered ?? (arrived.length === 0 ? anyShape : arrived.reduce(mergeShapes));
  walk.inputs.set(node.id, input);
  if (entered) ports.set("in", entered);
  if (!definition) {
    walk.outputs.set(node.id, refined(walk, node, anyShape));
    return;
  }
  const outer: Around = { input, item };
  const kind = kindOf(node);
  const ownItem =
    kind === "repeat"
      ? itemOfRounds(walk, node, input)
      : Object.hasOwn(config, "list")
        ? itemShapeOf(shapeOfRaw(walk, config.list, outer))
        : undefined;
  if (ownItem) walk.ownItems.set(node.id, ownItem);
  let left = input;
  if (kind !== null) {
    const inside = kind === "state" ? input : (ownItem ?? anyShape);
    walk.items.set(node.id, inside);
    typeRegion(walk, node.id, inside);
    walk.checked.clear();
    left = resultOfBody(walk, node.id) ?? input;
    ports.set("body", left);
  }
  if (kind === "state") {
    walk.leaving.set(node.id, left);
    walk.ownItems.set(node.id, left);
  }
  for (const formula of node.formulas) {
    const isLeaving = kind === "state" && seenFrom(node, formula) === "result";
    const perItem = formula.mode === "item" ? { input, item: ownItem ?? anyShape } : outer;
    const around = isLeaving ? { input: left, item: left } : perItem;
    const { shape, issues } = checkIn(walk, formula, around);
    walk.formulas.push({ node, formula, shape, issues });
  }
  const output = node.node.disabled ? input : withFallback(walk, node, outputOf(walk, node, { ports, outer }), outer);
  walk.outputs.set(node.id, refined(walk, node, output));
}

/** A step that fails may give its fallback value instead of its result. */
function withFallback(walk: Walk, { handling }: DraftNode, output: Shape, outer: Around): Shape {
  if (handling?.onFailure !== "fallback") return output;
  return mergeShapes(output, shapeOfRaw(walk, handling.fallback, outer));
}

/** What the first steps of a body receive; a state to which others lead may be given anything. */
function enteringShape({ draft, inputs }: Walk, { id, parent }: DraftNode, item: Shape | undefined): Shape {
  const machine = parent === null ? undefined : draft.flow.machines.get(parent);
  if (!machine) return item ?? anyShape;
  return machine.incoming.get(id)?.length === 0 ? (inputs.get(machine.box.id) ?? anyShape) : anyShape;
}

/**
 * What `item` is in the rounds of a repeat: at first what arrived, then what the round before gave. Found by trying,
 * so not for one inside another, which would be tried again and again.
 */
function itemOfRounds(walk: Walk, node: DraftNode, input: Shape): Shape {
  if (isInRounds(walk.draft, node)) return anyShape;
  let item = input;
  for (let round = 0; round < roundsTried; round++) {
    const trial: Walk = { ...walk, outputs: new Map(walk.outputs), formulas: [], checked: new Map() };
    typeRegion(trial, node.id, item);
    trial.checked.clear();
    const result = node.config.result ?? null;
    const given = result === null ? resultOfBody(trial, node.id) : shapeOfRaw(trial, result, { input, item });
    const joined = mergeShapes(item, given ?? anyShape);
    if (equalJson(joined as unknown as Json, item as unknown as Json)) return item;
    item = joined;
  }
  return anyShape;
}

const roundsTried = 3;

function isInRounds({ nodes }: Draft, { parent }: DraftNode): boolean {
  for (let at = parent ? nodes.get(parent) : undefined; at; at = at.parent ? nodes.get(at.parent) : undefined) {
    if (kindOf(at) === "repeat") return true;
  }
  return false;
}

type Around = { readonly input: Shape; readonly item: Shape | undefined };

/** The author's `output` may trip over settings that are wrong; then nothing is known. */
function outputOf(
  walk: Walk,
  { definition, config }: DraftNode,
  { ports, outer }: { readonly ports: ReadonlyMap<string, Shape>; readonly outer: Around },
): Shape {
  const shapeOfField = (raw: unknown, item?: Shape) =>
    shapeOfRaw(walk, raw as Json | undefined, item ? { ...outer, item } : outer);
  try {
    return definition?.output({ config, inputs: ports, shapeOfField }) ?? anyShape;
  } catch {
    return anyShape;
  }
}

function refined({ options }: Walk, { id, node }: DraftNode, known: Shape): Shape {
  if (!options.learned) return known;
  return refineShape(known, options.learned.get(id) ?? (node.pinned === undefined ? undefined : shapeOf(node.pinned)));
}

/** Shape of what arrives, by input port, in the order of the ports. */
function inputsOf(walk: Walk, node: DraftNode): Map<string, Shape> {
  const byPort = new Map<string, Shape>();
  for (const { name } of node.ports?.inputs ?? []) {
    for (const edge of walk.draft.flow.incoming.get(node.id) ?? []) {
      if (edge.targetPort !== name) continue;
      const shape = shapeOnEdge(walk, edge);
      const other = byPort.get(name);
      byPort.set(name, other ? mergeShapes(other, shape) : shape);
    }
  }
  return byPort;
}

function shapeOnEdge({ draft, outputs }: Walk, { source, sourcePort }: GraphEdge): Shape {
  const { definition, config, handling } = draft.nodes.get(source) ?? {};
  if (definition && config && carriesFailure(definition, { config, handling }, sourcePort)) return failureShape;
  return outputs.get(source) ?? anyShape;
}

const failureShape = objectShape({ code: textShape, message: textShape, retryable: boolShape }, true);

/** What one item leaves behind when no formula says it: the output of the steps that nothing follows, if there are any. */
function resultOfBody({ draft, outputs }: Walk, id: NodeId): Shape | undefined {
  const ends = (draft.flow.regions.get(id) ?? []).filter((node) => !draft.flow.outgoing.get(node.id)?.length);
  const shapes = ends.map((node) => outputs.get(node.id) ?? anyShape);
  return shapes.length === 0 ? undefined : shapes.reduce(mergeShapes);
}

/** Shape of a raw setting: fixed JSON, texts and formulas anywhere in it. */
function shapeOfRaw(walk: Walk, raw: Json | undefined, around: Around): Shape {
  if (raw === undefined) return anyShape;
  if (isTemplate(raw)) return textShape;
  if (isExpr(raw)) return checkIn(walk, { source: raw.$expr }, around).shape;
  if (Array.isArray(raw)) {
    const items: readonly Json[] = raw;
    return items.length === 0
      ? listShape(anyShape)
      : listShape(items.map((one) => shapeOfRaw(walk, one, around)).reduce(mergeShapes));
  }
  if (typeof raw !== "object" || raw === null) return shapeOf(raw);
  const fields: Record<string, Shape> = Object.create(null);
  for (const [name, value] of Object.entries(raw)) fields[name] = shapeOfRaw(walk, value as Json, around);
  return objectShape(fields);
}

/** Checks a formula in a scope with only the steps that it names: references are judged by a pass of their own. */
function checkIn(walk: Walk, formula: Pick<FormulaInConfig, "source">, around: Around) {
  const { source } = formula;
  const { input, item } = around;
  const known = walk.checked.get(source);
  if (known && known.around.input === input && known.around.item === item) return known.result;
  const steps: Record<string, Shape> = Object.create(null);
  for (const { key } of referencesIn(formula).steps) {
    const node = walk.byKey.get(key);
    steps[key] = (node && walk.outputs.get(node.id)) ?? anyShape;
  }
  const own: Readonly<Record<string, Shape>> = item ? { item, index: numberShape } : {};
  const scope = { trigger: walk.trigger, steps: objectShape(steps, true), input, ...surroundings, ...own };
  const result = checkExpression(source, objectShape(scope));
  walk.checked.set(source, { around, result });
  return result;
}
