import * as z from "zod";
import { failure } from "../failure.ts";
import { isJsonObject, type Json, type JsonObject } from "../json/json.ts";
import { anyShape, listShape, objectShape, type Shape } from "../json/shape.ts";
import { itemShapeOf, withFields } from "../lists/item-shape.ts";
import { defineNode, type ShapeArgs } from "../node-kit/define-node.ts";
import { field, itemFormula, list, nameText, rows, value, withFormula } from "../node-kit/field.ts";
import { emit, FailureError, fail } from "../node-kit/outcome.ts";
import { namesOf, rawRows, rawText } from "../node-kit/raw-config.ts";

const settings = z.object({
  target: field(z.enum(["object", "items"]).default("object"), {
    title: "Set fields",
    labels: { object: "Of one object", items: "Of each item of a list" },
  }),
  list: field(withFormula(list(), "input"), {
    title: "List",
    visibleWhen: (config) => config.target === "items",
  }),
  fields: field(
    rows(
      z.object({
        name: field(nameText(), { title: "Name", placeholder: "total" }),
        value: field(value().nullable().default(null), { title: "Value" }),
      }),
    ).default([]),
    { title: "Fields", rowName: "field", visibleWhen: (config) => config.target === "object" },
  ),
  itemFields: field(
    rows(
      z.object({
        name: field(nameText(), { title: "Name", placeholder: "total" }),
        value: field(itemFormula(), { title: "Formula", placeholder: "item.price * item.quantity" }),
      }),
    ).default([]),
    { title: "Fields of each item", rowName: "field", visibleWhen: (config) => config.target === "items" },
  ),
  keep: field(z.boolean().default(true), { title: "Keep the other fields" }),
});

export const setFields = defineNode({
  type: "set-fields",
  version: 1,
  title: "Set fields",
  summary: "Makes an object, or changes fields of one object or of every item of a list.",
  docs: `**Of one object** takes what arrives and sets the fields you list; a field that exists gets the new value.
**Of each item of a list** does the same for every item, with formulas over \`item\` and \`index\`.

Without **Keep the other fields** the result has only the fields listed here: a good way to shape an answer or a message.

Field names are taken as they are written; a dot in a name does not nest.

### Example
On a list of order lines, the field \`total\` with the formula \`item.price * item.quantity\` adds a column.

### What can go wrong
- **What arrives is not an object**: switch *Keep the other fields* off, or choose *Each item of a list*.
- **Item 3 is not an object**: the list has plain values; switch *Keep the other fields* off.`,
  category: "logic",
  icon: "pencil-line",
  keywords: ["edit", "assign", "map", "rename", "add column", "transform", "compute", "object"],
  config: settings,
  output: shapeOfOutput,
  caption: (config) => namesOf(rawRows(config, config.target === "items" ? "itemFields" : "fields")),
  run: ({ config, input }) => {
    if (config.target === "items") return emit("out", setOnItems(config));
    const fields = Object.fromEntries(config.fields.map((row) => [row.name, row.value]));
    if (!config.keep) return emit("out", fields);
    if (input !== null && !isJsonObject(input)) return fail(notAnObject("What arrives"));
    return emit("out", { ...input, ...fields });
  },
});

type ItemConfig = Pick<z.output<typeof settings>, "list" | "itemFields" | "keep">;

function setOnItems({ list: items, itemFields, keep }: ItemConfig): Json {
  return items.map((item, index): JsonObject => {
    const fields = Object.fromEntries(itemFields.map((row) => [row.name, row.value(item, index)]));
    if (!keep) return fields;
    if (!isJsonObject(item)) throw new FailureError(notAnObject(`Item ${index + 1}`));
    return { ...item, ...fields };
  });
}

function notAnObject(what: string) {
  const advice = "Switch “Keep the other fields” off to make a new object, or point the step at objects.";
  return failure("input", `${what} is not an object, so it has no fields to keep. ${advice}`);
}

function shapeOfOutput({ config, inputs, shapeOfField }: ShapeArgs): Shape {
  if (config.target === "items") {
    const item = itemShapeOf(shapeOfField(config.list));
    const fields = shapesOf(rawRows(config, "itemFields"), (raw) => shapeOfField(raw, item));
    return listShape(config.keep ? withFields(item, fields) : objectShape(fields));
  }
  const fields = shapesOf(rawRows(config, "fields"), (raw) => shapeOfField(raw));
  return config.keep ? withFields(inputs.get("in") ?? anyShape, fields) : objectShape(fields);
}

function shapesOf(fieldRows: ReturnType<typeof rawRows>, shapeOf: (raw: unknown) => Shape): Record<string, Shape> {
  return Object.fromEntries(fieldRows.map((row) => [rawText(row.name), shapeOf(row.value)]));
}
