import * as z from "zod";
import { anyShape } from "../json/shape.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { condition, field } from "../node-kit/field.ts";
import { emit } from "../node-kit/outcome.ts";
import { rawText } from "../node-kit/raw-config.ts";

export const ifNode = defineNode({
  type: "if",
  version: 1,
  title: "If",
  summary: "Continues on one of two branches, depending on a condition.",
  docs: `What arrives leaves unchanged on the port **True** or **False**. Steps on the other branch are skipped; a step
behind both branches runs with what arrives from the branch that was taken.

### Example
\`trigger.body.amount > 1000\` sends large orders to an approval and all others straight on.

For more than two branches use *Switch*. To leave out items of a list use *Filter*.

### What can go wrong
- **The condition gives no true or false**: compare with something, as in \`input.count > 0\`.
- **A field does not exist**: ask first, as in \`has(input.discount) && input.discount > 0\`.`,
  category: "logic",
  icon: "split",
  keywords: ["condition", "branch", "else", "decide", "when"],
  config: z.object({
    condition: field(condition(), {
      title: "Condition",
      help: "A formula that is true or false.",
      placeholder: "input.amount > 100",
    }),
  }),
  ports: {
    inputs: [{ name: "in" }],
    outputs: [
      { name: "true", title: "True" },
      { name: "false", title: "False" },
    ],
  },
  output: ({ inputs }) => inputs.get("in") ?? anyShape,
  caption: (config) => rawText(config.condition),
  run: ({ config, input }) => emit(config.condition ? "true" : "false", input),
});
