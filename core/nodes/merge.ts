import * as z from "zod";
import { failure } from "../failure.ts";
import { isJsonList, type Json } from "../json/json.ts";
import { anyShape, listShape, type Shape } from "../json/shape.ts";
import { mergeShapes } from "../json/shape-of.ts";
import { combineByKey } from "../lists/combine-by-key.ts";
import { itemShapeOf, withFields } from "../lists/item-shape.ts";
import { zipLists } from "../lists/zip-lists.ts";
import { defineNode, type Port, type ShapeArgs } from "../node-kit/define-node.ts";
import { field, itemFormula, withFormula } from "../node-kit/field.ts";
import { emit, FailureError } from "../node-kit/outcome.ts";
import { rawText } from "../node-kit/raw-config.ts";

const byKey = (config: Readonly<Record<string, unknown>>) => config.how === "combine";

const howLabels = {
  append: "One list after the other",
  combine: "Items with the same key together",
  zip: "First with first, second with second",
  wait: "Wait for all, give an object of them",
} as const;

const settings = z.object({
  how: field(z.enum(["append", "combine", "zip", "wait"]).default("append"), { title: "How", labels: howLabels }),
  inputs: field(z.number().int().min(2).max(10).default(2), { title: "Inputs", help: "2 to 10.", mode: "fixed" }),
  key: field(withFormula(itemFormula(), "item.id"), {
    title: "Key",
    help: "A formula over the items of all inputs.",
    placeholder: "item.id",
    visibleWhen: byKey,
  }),
  otherKey: field(itemFormula().nullable().default(null), {
    title: "Key of inputs 2 and up",
    help: "Only when they call it differently.",
    placeholder: "item.order_id",
    advanced: true,
    visibleWhen: byKey,
  }),
  unmatched: field(z.enum(["first", "none", "all"]).default("first"), {
    title: "Items without a partner",
    labels: { first: "Keep those of input 1", none: "Leave out", all: "Keep all" },
    visibleWhen: byKey,
  }),
  shorter: field(z.enum(["shortest", "longest"]).default("shortest"), {
    title: "Stop at the end of the",
    labels: { shortest: "Shortest list", longest: "Longest list, with nothing for the others" },
    visibleWhen: (config) => config.how === "zip",
  }),
});

export const merge = defineNode({
  type: "merge",
  version: 1,
  title: "Merge",
  summary: "Brings what comes from several branches together.",
  docs: `The step runs when every connected input has arrived or is known not to come, because its branch was not taken;
what does not come is left out.

- **One list after the other** makes one list; a value that is no list counts as one item.
- **Items with the same key together** puts the fields of items with the same key into one object. Where several have
  a field of the same name, the higher input wins. An item with several partners appears once for each.
- **First with first** joins items by their place: objects become one object, other values a list.
- **Wait for all** gives \`{ "in1": …, "in2": … }\`.

### Example
Orders on input 1, customers on input 2, the key \`item.customer_id\`, and \`item.id\` as the key of inputs 2 and up: every
order also has the customer's fields.

### What can go wrong
- **Input 2 is not a list**: point the step before at the list, or use *Wait for all*.
- **The lists combine to more than 200,000 items**: many items share a key; remove duplicates first.`,
  category: "flow",
  icon: "merge",
  keywords: ["join", "combine", "union", "zip", "append", "concat", "lookup", "wait", "together"],
  config: settings,
  ports: (config) => ({ inputs: inputPorts(config.inputs), outputs: [{ name: "out" }] }),
  output: shapeOfOutput,
  caption: ({ how, key }) => (how === "combine" ? `by ${rawText(key)}` : labelOf(how)),
  run: ({ config, inputs }) => {
    const arrived = inputPorts(config.inputs).flatMap(({ name, title }) => {
      const value = inputs.get(name);
      return value === undefined ? [] : [{ name, title, value }];
    });
    if (config.how === "wait") return emit("out", Object.fromEntries(arrived.map(({ name, value }) => [name, value])));
    if (config.how === "append")
      return emit(
        "out",
        arrived.flatMap(({ value }): readonly Json[] => itemsOf(value)),
      );
    const lists = arrived.map(({ title, value }) => listFrom(value, title));
    if (config.how === "zip") return emit("out", zipLists(lists, config.shorter));
    return emit("out", combineByKey(lists, { ...config, otherKey: config.otherKey ?? config.key }));
  },
});

function labelOf(how: unknown): string {
  return typeof how === "string" && Object.hasOwn(howLabels, how)
    ? howLabels[how as keyof typeof howLabels]
    : rawText(how);
}

type NamedPort = Port & { readonly title: string };

function inputPorts(count: unknown): readonly NamedPort[] {
  const inputs = typeof count === "number" && count >= 2 ? Math.min(Math.floor(count), 10) : 2;
  return Array.from({ length: inputs }, (_, at) => ({ name: `in${at + 1}`, title: `Input ${at + 1}` }));
}

function itemsOf(value: Json): readonly Json[] {
  if (value === null) return [];
  return isJsonList(value) ? value : [value];
}

function listFrom(value: Json, title: string): readonly Json[] {
  if (value === null) return [];
  if (isJsonList(value)) return value;
  const message = `${title} is not a list. Point the step before it at a list, or choose “Wait for all”.`;
  throw new FailureError(failure("input", message));
}

function shapeOfOutput({ config, inputs }: ShapeArgs): Shape {
  const shapes = inputPorts(config.inputs).map(({ name }) => [name, inputs.get(name)] as const);
  if (config.how === "wait") {
    const fields = Object.fromEntries(shapes.map(([name, shape]) => [name, shape ?? anyShape]));
    return { kind: "object", fields, open: false, optional: Object.keys(fields) };
  }
  const known = shapes.flatMap(([, shape]) => (shape === undefined ? [] : [shape]));
  const items = known.map((shape) => (shape.kind === "list" ? itemShapeOf(shape) : shape));
  if (items.length === 0) return listShape(anyShape);
  if (config.how === "append") return listShape(items.reduce(mergeShapes));
  return listShape(items.reduce(combineShapes));
}

function combineShapes(first: Shape, next: Shape): Shape {
  if (first.kind !== "object" || next.kind !== "object") return anyShape;
  const both = withFields(first, next.fields);
  return both.kind === "object" ? { ...both, open: true, optional: Object.keys(both.fields) } : both;
}
