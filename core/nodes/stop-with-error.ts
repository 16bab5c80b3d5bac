import * as z from "zod";
import { failure } from "../failure.ts";
import { anyShape } from "../json/shape.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field, longTemplate } from "../node-kit/field.ts";
import { fail } from "../node-kit/outcome.ts";
import { rawText } from "../node-kit/raw-config.ts";

export const stopWithError = defineNode({
  type: "stop-with-error",
  version: 1,
  title: "Stop with an error",
  summary: "Ends the run as failed, with a message of yours.",
  docs: `The run ends here and counts as failed; the message is shown in the list of runs and on the step. Branches
that are still working are stopped. Put it where going on would do harm: an order without lines, a total below zero.

### Example
On the false branch of an *If* that asks \`size(input.lines) > 0\`, with the message
\`Order {{ input.id }} has no lines.\`

### What can go wrong
It always fails: that is its purpose.`,
  category: "flow",
  icon: "octagon-x",
  keywords: ["fail", "throw", "abort", "raise", "exception", "end"],
  config: z.object({
    message: field(longTemplate().default("The workflow stopped here."), {
      title: "Message",
      help: "What happened, and what to do about it.",
    }),
  }),
  ports: { inputs: [{ name: "in" }], outputs: [] },
  output: anyShape,
  caption: (config) => rawText(config.message),
  run: ({ config }) => fail(failure("stopped", config.message.trim() || "The workflow stopped here.")),
});
