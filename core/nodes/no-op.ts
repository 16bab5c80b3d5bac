import * as z from "zod";
import { anyShape } from "../json/shape.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field } from "../node-kit/field.ts";
import { emit } from "../node-kit/outcome.ts";

export const noOp = defineNode({
  type: "no-op",
  version: 1,
  title: "Do nothing",
  summary: "Passes on what arrives; a place to join branches or to leave a remark.",
  docs: `What arrives leaves unchanged. Use it to bring branches together before the next step, to end a branch of a
*Switch* visibly, or to write down why nothing needs to happen here.

### Example
Behind an *If*, connect both branches to one *Do nothing* step and continue from there: it passes on what comes from the
branch that was taken.

### What can go wrong
Nothing: it has no settings that could be wrong.`,
  category: "flow",
  icon: "circle-dashed",
  keywords: ["pass", "join", "noop", "placeholder", "remark", "nothing"],
  config: z.object({
    remark: field(z.string().default(""), { title: "Remark", help: "Shown on the card.", placeholder: "All is well" }),
  }),
  output: ({ inputs }) => inputs.get("in") ?? anyShape,
  caption: (config) => (typeof config.remark === "string" ? config.remark : ""),
  run: ({ input }) => emit("out", input),
});
