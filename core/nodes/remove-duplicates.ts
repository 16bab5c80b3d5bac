import * as z from "zod";
import type { Json } from "../json/json.ts";
import { valueKey } from "../lists/value-key.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field, itemFormula, list, withFormula } from "../node-kit/field.ts";
import { emit } from "../node-kit/outcome.ts";
import { rawText } from "../node-kit/raw-config.ts";

export const removeDuplicates = defineNode({
  type: "remove-duplicates",
  version: 1,
  title: "Remove duplicates",
  summary: "Keeps one item of those that are the same.",
  docs: `Items are the same when the formula gives the same value for them. With \`item\`, the whole item counts; the
order of its fields does not matter. The items that stay keep their order.

Text and number differ: \`"1"\` is not \`1\`. Make them alike in the formula where needed.

### Example
\`item.email\` keeps one item per address; \`[item.country, item.year]\` one per pair. Keep the last one when newer
items come later.

### What can go wrong
- **A field does not exist on some items**: write \`has(item.email) ? item.email : null\`; all items without one then
  count as the same.`,
  category: "list",
  icon: "copy-x",
  keywords: ["unique", "distinct", "dedupe", "same", "twice"],
  config: z.object({
    list: field(withFormula(list(), "input"), { title: "List" }),
    by: field(withFormula(itemFormula(), "item"), { title: "Same when", placeholder: "item.email" }),
    keep: field(z.enum(["first", "last"]).default("first"), {
      title: "Keep the",
      labels: { first: "First", last: "Last" },
    }),
  }),
  output: ({ config, shapeOfField }) => shapeOfField(config.list),
  caption: (config) => `by ${rawText(config.by)}`,
  run: ({ config: { list: items, by, keep } }) => {
    const places = new Map<string, number>();
    items.forEach((item, index) => {
      const key = valueKey(by(item, index));
      if (keep === "last" || !places.has(key)) places.set(key, index);
    });
    const kept = [...places.values()].sort((a, b) => a - b);
    return emit(
      "out",
      kept.map((index): Json => items[index] ?? null),
    );
  },
});
