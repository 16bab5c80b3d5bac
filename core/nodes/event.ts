import * as z from "zod";
import { caps } from "../caps.ts";
import { failure } from "../failure.ts";
import { isJsonObject, type Json } from "../json/json.ts";
import { anyShape, numberShape, objectShape, textShape } from "../json/shape.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { condition, field } from "../node-kit/field.ts";
import { emit, fail, type Outcome } from "../node-kit/outcome.ts";
import { eventNameSchema } from "./emit-event.ts";

export const event = defineNode({
  type: "event",
  version: 1,
  title: "When an event happens",
  summary: "Starts a run when another workflow emits an event.",
  docs: `Workflows tell each other what happened with the step *Emit an event*. Every published workflow that listens to
the name starts one run per event; \`*\` listens to all of them. Formulas read \`trigger.name\`, \`trigger.value\` and, as
\`trigger.source\`, which workflow and run it came from.

**Only when** is a formula over \`trigger\`: where it gives false, no run starts. It is worked out before anything runs,
so it can read nothing else. When it fails for an event, a run starts and shows why.

Workflows that set one another off in a circle come to an end: the 21st run of such a chain fails.

### Example
The name \`order.paid\`, only when \`trigger.value.total > 100\`.

### What can go wrong
- **The chain of events is longer than 20**: workflows set one another off in a circle. Look at who listens to what.
- **Nothing starts**: publish this workflow, and look whether both sides write the name in the same way.`,
  category: "trigger",
  icon: "radio",
  keywords: ["listen", "subscribe", "on", "message", "trigger", "emit", "publish"],
  role: "trigger",
  config: z.object({
    name: field(eventNameSchema("*"), { title: "Event", help: "Write * for every event.", placeholder: "order.paid" }),
    filter: field(condition().nullable().default(null), {
      title: "Only when",
      help: "A formula over trigger. Empty for every event of this name.",
      placeholder: "trigger.value.total > 100",
    }),
  }),
  ports: { inputs: [], outputs: [{ name: "out" }] },
  output: objectShape({
    name: textShape,
    value: anyShape,
    source: objectShape({ workflowId: textShape, runId: textShape, depth: numberShape }),
  }),
  caption: (config) => (typeof config.name === "string" ? config.name : ""),
  run: ({ input }) => circleFault(input) ?? emit("out", input),
});

/** The failure of a run that stands at the end of too many others, each of which set off the next; null for all others. */
export function circleFault(input: Json, more = 0): Outcome | null {
  const source = isJsonObject(input) ? input.source : undefined;
  const depth = isJsonObject(source) && typeof source.depth === "number" ? source.depth : 0;
  if (depth <= caps.eventDepth + more) return null;
  const message = `The chain of events is longer than ${caps.eventDepth}: workflows set one another off in a circle. Look at who listens to what.`;
  return fail(failure("limit", message));
}
