import * as z from "zod";
import { defineNode } from "../node-kit/define-node.ts";
import { field, list, withFormula } from "../node-kit/field.ts";
import { emit } from "../node-kit/outcome.ts";
import { rawText } from "../node-kit/raw-config.ts";

export const limit = defineNode({
  type: "limit",
  version: 1,
  title: "Limit",
  summary: "Keeps only so many items of a list.",
  docs: `Takes items from the start or the end of a list, after leaving some out if you like. A shorter list passes
through whole. The order stays.

### Example
Behind a *Sort*, 10 items from the start are a top ten; leave out 10 for the second page.

### What can go wrong
- **This must be a list**: the step got something else; point *List* at the list inside it.`,
  category: "list",
  icon: "list-end",
  keywords: ["top", "take", "first", "last", "head", "tail", "skip", "page"],
  config: z.object({
    list: field(withFormula(list(), "input"), { title: "List" }),
    count: field(z.number().int().min(0).default(10), { title: "How many" }),
    from: field(z.enum(["start", "end"]).default("start"), {
      title: "From the",
      labels: { start: "Start", end: "End" },
    }),
    skip: field(z.number().int().min(0).default(0), { title: "Leave out before", advanced: true }),
  }),
  output: ({ config, shapeOfField }) => shapeOfField(config.list),
  caption: (config) => `${config.from === "end" ? "Last" : "First"} ${rawText(config.count)}`,
  run: ({ config: { list: items, count, from, skip } }) => {
    if (from === "start") return emit("out", items.slice(skip, skip + count));
    const end = Math.max(items.length - skip, 0);
    return emit("out", items.slice(Math.max(end - count, 0), end));
  },
});
