import * as z from "zod";
import { anyShape } from "../json/shape.ts";
import { mergeShapes } from "../json/shape-of.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field, itemFormula } from "../node-kit/field.ts";
import { rawText } from "../node-kit/raw-config.ts";

/** Not a port that people see: under this name `output` is given the shape of what the steps inside give. */
const bodyResult = "body";

export const repeat = defineNode({
  type: "repeat",
  version: 1,
  title: "Repeat",
  summary: "Runs the steps inside it again and again, while or until a condition holds.",
  docs: `Drop steps into the box. In the first round they receive what arrived at the box as \`input\`, in each later one
the result of the round before. Formulas inside can use \`item\`, which is the same value, and \`index\`, the number of
the round, from 0.

**While** asks the condition before each round, so there may be none at all. **Until** asks it after each round, so
there is at least one, and the condition can read the steps inside. In the condition \`item\` is the result of the last
round and \`index\` how many rounds there were.

**Result of each round** says what the next round receives; when empty it is the output of the last step inside. The
result of the last round is the output of the box.

After the largest number of rounds the box fails, or goes on with what it has.

### Example
An *HTTP request* that asks for one page of orders, in a box that repeats until \`steps.page.body.next == null\`.
Put a *Wait* beside it to ask again every minute.

### What can go wrong
- **It went round as often as it may**: check the condition, or raise the limit.
- **The condition gives no true or false**: compare with something, as in \`item.status == "done"\`.`,
  category: "flow",
  icon: "rotate-cw",
  keywords: ["loop", "while", "until", "again", "poll", "page", "pagination", "container"],
  role: "container",
  config: z.object({
    mode: field(z.enum(["while", "until"]).default("until"), {
      title: "Repeat",
      labels: { while: "While it is true", until: "Until it is true" },
    }),
    condition: field(itemFormula(), {
      title: "Condition",
      help: "A formula over item, the last round's result, and index, the rounds so far.",
      placeholder: 'item.status == "done"',
    }),
    limit: field(z.number().int().min(1).max(10_000).default(100), {
      title: "Rounds at most",
      help: "1 to 10,000.",
      mode: "fixed",
    }),
    onLimit: field(z.enum(["fail", "finish"]).default("fail"), {
      title: "After as many rounds",
      labels: { fail: "Fail", finish: "Go on with the last result" },
    }),
    result: field(itemFormula().nullable().default(null), {
      title: "Result of each round",
      help: "A formula over the steps inside; the output of the last step when empty.",
      placeholder: "steps.page.body",
      advanced: true,
    }),
  }),
  output: ({ config, inputs, shapeOfField }) => {
    const arrived = inputs.get("in") ?? anyShape;
    const result = config.result === null ? inputs.get(bodyResult) : shapeOfField(config.result, anyShape);
    return config.mode === "while" ? mergeShapes(arrived, result ?? anyShape) : (result ?? anyShape);
  },
  caption: (config) => `${config.mode === "while" ? "While" : "Until"} ${rawText(config.condition)}`.trim(),
});
