import * as z from "zod";
import type { Effectful } from "../effects/effect.ts";
import { emitEvent as perform } from "../effects/perform.ts";
import { anyShape } from "../json/shape.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field, value, withFormula } from "../node-kit/field.ts";
import { emit, type Outcome } from "../node-kit/outcome.ts";

const nameForm = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/;

/** Names of events: letters, digits and `. _ : -`, up to 100; `also` is taken besides. */
export function eventNameSchema(also?: string) {
  const message = "Use letters, digits, dots, colons, _ and -, up to 100 of them. For example: order.paid.";
  return z.string().refine((name) => name === also || nameForm.test(name), message);
}

export const emitEvent = defineNode({
  type: "emit-event",
  version: 1,
  title: "Emit an event",
  summary: "Tells the other workflows of the workspace that something happened.",
  docs: `Every published workflow with the trigger *When an event happens* and the same name starts a run of its own.
This run goes on as soon as the event is safely stored; it does not wait for the others. What arrives leaves unchanged.

### Example
The name \`order.paid\` with the value \`input\`: a workflow that books, and one that packs, both start.

### What can go wrong
- **Nothing starts elsewhere**: only published workflows listen; look whether both sides write the name in the same way.`,
  category: "flow",
  icon: "send",
  keywords: ["publish", "message", "notify", "signal", "event", "send", "broadcast"],
  config: z.object({
    name: field(eventNameSchema(), { title: "Event", placeholder: "order.paid" }),
    value: field(withFormula(value(), "input"), { title: "Value", help: "What those who listen receive." }),
  }),
  output: ({ inputs }) => inputs.get("in") ?? anyShape,
  caption: (config) => (typeof config.name === "string" ? config.name : ""),
  *run({ config, input }): Effectful<Outcome> {
    yield* perform({ name: config.name, value: config.value });
    return emit("out", input);
  },
});
