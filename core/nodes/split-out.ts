import * as z from "zod";
import { failure } from "../failure.ts";
import { isJsonList, isJsonObject, type Json } from "../json/json.ts";
import { anyShape, listShape, type Shape } from "../json/shape.ts";
import { itemShapeOf, withFields } from "../lists/item-shape.ts";
import { defineNode, type ShapeArgs } from "../node-kit/define-node.ts";
import { field, itemFormula, value, withFormula } from "../node-kit/field.ts";
import { emit, FailureError } from "../node-kit/outcome.ts";
import { rawText } from "../node-kit/raw-config.ts";

const settings = z.object({
  list: field(withFormula(value(), "input"), { title: "From", help: "A list of objects, or one object." }),
  parts: field(withFormula(itemFormula(), "item"), {
    title: "List inside each item",
    placeholder: "item.lines",
  }),
  include: field(z.enum(["part", "merge", "pair"]).default("part"), {
    title: "Each result is",
    labels: {
      part: "The part alone",
      merge: "The part with the other fields of its item",
      pair: "An object with the item and the part",
    },
  }),
});

export const splitOut = defineNode({
  type: "split-out",
  version: 1,
  title: "Split out",
  summary: "Makes one long list of the lists inside items.",
  docs: `Takes the list inside each item and puts all parts into one list: from ten orders with three lines each come
thirty lines. One object instead of a list works as well.

**Each result is** *the part with the other fields of its item* puts the fields of both into one object; where both have
a field of the same name, the part's stays. *An object with the item and the part* gives \`{ "item": …, "part": … }\`.
An item whose inner list is empty or null gives nothing.

### Example
From \`trigger.body.orders\` with \`item.lines\`, each with the other fields of its item: every line also has
\`order_id\` and \`customer\`. The list \`lines\` itself stays too; shape the result with *Set fields*.

### What can go wrong
- **Item 3 has no list there**: the formula gives something else than a list for that item.
- **The part is not an object**: parts such as texts have no fields to put together; take the pair.`,
  category: "list",
  icon: "ungroup",
  keywords: ["flatten", "explode", "unwind", "unnest", "expand", "lines"],
  config: settings,
  output: shapeOfOutput,
  caption: (config) => rawText(config.parts),
  run: ({ config }) => emit("out", splitItems(config)),
});

function splitItems({ list, parts, include }: z.output<typeof settings>): Json {
  const items = isJsonList(list) ? list : [list];
  return items.flatMap((item, index): readonly Json[] => {
    // With the formula left at `item`, a plain list of lists is flattened.
    const found = parts(item, index);
    if (found === null) return [];
    if (!isJsonList(found)) {
      const message = `Item ${index + 1} has no list there, but ${JSON.stringify(found).slice(0, 60)}. Point “List inside each item” at a list, as in item.lines.`;
      throw new FailureError(failure("input", message, { details: { index } }));
    }
    if (include === "part") return found;
    if (include === "pair") return found.map((part) => ({ item, part }));
    return found.map((part) => mergePart(item, part, index));
  });
}

function mergePart(item: Json, part: Json, index: number): Json {
  if (isJsonObject(item) && isJsonObject(part)) return { ...item, ...part };
  const message = `Item ${index + 1} or its part is not an object, so their fields cannot be put together. Take the part alone, or the pair.`;
  throw new FailureError(failure("input", message, { details: { index } }));
}

function shapeOfOutput({ config, shapeOfField }: ShapeArgs): Shape {
  const source = shapeOfField(config.list);
  const item = source.kind === "list" ? source.of : source;
  const part = itemShapeOf(shapeOfField(config.parts, item));
  if (config.include === "pair") return listShape({ kind: "object", fields: { item, part }, open: false });
  if (config.include !== "merge") return listShape(part);
  return listShape(part.kind === "object" ? withFields(item, part.fields) : anyShape);
}
