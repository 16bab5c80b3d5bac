import * as z from "zod";
import { anyShape, listShape, numberShape, objectShape, textShape } from "../json/shape.ts";
import { itemShapeOf } from "../lists/item-shape.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field, itemFormula, list, withFormula } from "../node-kit/field.ts";
import { rawText } from "../node-kit/raw-config.ts";

/** Not a port that people see: under this name `output` is given the shape of what the steps inside give. */
const bodyResult = "body";

export const each = defineNode({
  type: "each",
  version: 1,
  title: "For each",
  summary: "Runs the steps inside it once for every item of a list.",
  docs: `Drop steps into the box. The first ones receive the item as \`input\`; every formula inside can use \`item\` and
\`index\` (from 0) and read the steps before the box. Steps outside cannot read single steps inside; they read the
result of the box, which is a list in the order of the items.

**Result of each item** says what goes into that list; when empty it is the output of the last step inside.

**At the same time** is how many items are worked on at once. Use 1 when the order of calls matters or the other side is
easily overwhelmed.

**When an item fails**: *Stop* ends the step with that failure. *Collect the errors* goes on and gives
\`{ "results": […], "errors": [{ "index": 3, "message": "…" }] }\`.

### Example
A list of order lines, inside it a *Set fields* step that computes \`total\`; behind the box a *Group and summarise*
step adds the totals up.

### What can go wrong
- **The box is empty**: put at least one step into it.
- **This must be a list**: the formula gives something else; point it at the list, as in \`trigger.body.lines\`.`,
  category: "flow",
  icon: "repeat",
  keywords: ["loop", "iterate", "for", "items", "batch", "parallel", "map", "container"],
  role: "container",
  config: z.object({
    list: field(withFormula(list(), "input"), { title: "List" }),
    parallel: field(z.number().int().min(1).max(1_000).default(1), {
      title: "At the same time",
      help: "How many items are worked on at once, 1 to 1,000.",
      mode: "fixed",
    }),
    onError: field(z.enum(["stop", "collect"]).default("stop"), {
      title: "When an item fails",
      labels: { stop: "Stop", collect: "Collect the errors" },
    }),
    result: field(itemFormula().nullable().default(null), {
      title: "Result of each item",
      help: "A formula over item, index and the steps inside; the output of the last step when empty.",
      placeholder: "steps.total",
      advanced: true,
    }),
  }),
  output: ({ config, inputs, shapeOfField }) => {
    const item = itemShapeOf(shapeOfField(config.list));
    const result = config.result === null ? inputs.get(bodyResult) : shapeOfField(config.result, item);
    const results = listShape(result ?? anyShape);
    if (config.onError !== "collect") return results;
    const error = objectShape({ index: numberShape, code: textShape, message: textShape }, true);
    return objectShape({ results, errors: listShape(error) });
  },
  caption: (config) => {
    const parallel = typeof config.parallel === "number" && config.parallel > 1 ? `, ${config.parallel} at a time` : "";
    return `${rawText(config.list)}${parallel}`;
  },
});
