import * as z from "zod";
import { failure } from "../failure.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field, itemFormula, list, withFormula } from "../node-kit/field.ts";
import { emit, FailureError } from "../node-kit/outcome.ts";
import { rawText } from "../node-kit/raw-config.ts";

export const filter = defineNode({
  type: "filter",
  version: 1,
  title: "Filter",
  summary: "Keeps the items of a list that meet a condition.",
  docs: `The condition is asked for every item, as \`item\` (and its place, from 0, as \`index\`). Items for which it is
true stay, in their order. *Keep* can be turned around to remove them instead.

### Example
\`item.amount > 100 && item.country == "CH"\`

To send one value down one of two branches use *If*.

### What can go wrong
- **The condition gives no true or false**: compare with something.
- **A field does not exist on some items**: write \`has(item.amount) && item.amount > 100\`.`,
  category: "list",
  icon: "funnel",
  keywords: ["where", "select", "exclude", "remove", "only", "condition", "search"],
  config: z.object({
    list: field(withFormula(list(), "input"), { title: "List" }),
    keep: field(z.enum(["matching", "others"]).default("matching"), {
      title: "Keep",
      labels: { matching: "Items that meet it", others: "Items that do not" },
    }),
    condition: field(itemFormula(), {
      title: "Condition",
      help: "A formula over item that is true or false.",
      placeholder: "item.amount > 100",
    }),
  }),
  output: ({ config, shapeOfField }) => shapeOfField(config.list),
  caption: (config) => `${config.keep === "others" ? "not " : ""}${rawText(config.condition)}`,
  run: ({ config }) => {
    const wanted = config.keep === "matching";
    const kept = config.list.filter((item, index) => {
      const answer = config.condition(item, index);
      if (typeof answer === "boolean") return answer === wanted;
      const message = `The condition gives ${JSON.stringify(answer).slice(0, 60)} for item ${index + 1} instead of true or false. Compare it with something.`;
      throw new FailureError(failure("expression", message, { details: { index } }));
    });
    return emit("out", kept);
  },
});
