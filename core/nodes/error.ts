import * as z from "zod";
import { anyShape, boolShape, objectShape, textShape } from "../json/shape.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field } from "../node-kit/field.ts";
import { emit } from "../node-kit/outcome.ts";
import { circleFault } from "./event.ts";

export const error = defineNode({
  type: "error",
  version: 1,
  title: "When a run fails",
  summary: "Starts a run when a live run of another workflow has failed.",
  docs: `Use it to tell somebody, or to put things right. Without a **Workflow** it hears of the failed live runs of every
workflow in the workspace. A workflow can also name this one in its own settings, *On failure, run*.

Formulas read \`trigger.workflow\` (\`id\` and \`title\`), \`trigger.run\` (\`id\`), \`trigger.failure\` (\`code\`,
\`message\`) and \`trigger.step\` (\`id\`, \`key\` and \`title\`; null when no step was at fault).

Test runs and cancelled runs are not heard of. When a run that was started in this way fails, it starts no other.

### Example
Connect it to an *HTTP request* that posts \`trigger.workflow.title\` and \`trigger.failure.message\` to a chat.

### What can go wrong
- **Nothing starts**: publish this workflow, and check that the run that failed was of a published version.`,
  category: "trigger",
  icon: "siren",
  keywords: ["failure", "alert", "catch", "monitor", "exception", "handler", "trigger"],
  role: "trigger",
  config: z.object({
    workflow: field(z.string().max(80).nullable().default(null), {
      title: "Workflow",
      help: "Empty for all workflows.",
      control: "workflow",
    }),
  }),
  ports: { inputs: [], outputs: [{ name: "out" }] },
  output: objectShape({
    workflow: objectShape({ id: textShape, title: textShape }),
    run: objectShape({ id: textShape }),
    failure: objectShape({ code: textShape, message: textShape, retryable: boolShape, details: anyShape }),
    step: objectShape({ id: textShape, key: textShape, title: textShape }),
  }),
  // Two more than an event: a circle of events that was ended is told once, and no further.
  run: ({ input }) => circleFault(input, 2) ?? emit("out", input),
});
