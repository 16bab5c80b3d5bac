import * as z from "zod";
import type { Effectful } from "../effects/effect.ts";
import { waitForSignal as waitFor } from "../effects/perform.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field } from "../node-kit/field.ts";
import { emit, type Outcome } from "../node-kit/outcome.ts";
import { timeLimitFields, timeLimitOf, timeoutPorts } from "../time/time-limit.ts";

export const waitForSignal = defineNode({
  type: "wait-for-signal",
  version: 1,
  title: "Wait for a signal",
  summary: "Lets the run rest until another program calls the step's own address.",
  docs: `Every run has an address of its own for this step, which nobody can guess. Formulas of earlier steps read it as
\`run.callbacks.<key>\`, where \`<key>\` is this step's name in formulas: send it along in a request or a mail. Whoever
calls it with POST sends the signal; the body, JSON or a form, is this step's output. Opening it in a browser shows a
page and sends nothing, so that programs which look into mails end no wait.

A signal counts once; one that comes before the run has reached this step is kept for it. With a **Name** the step also
takes what is sent to \`<address>/<name>\`.

A waiting run costs nothing and survives restarts. When it **gives up**, it goes on at the port *Time is over*, with
what arrived at this step.

### Example
An *HTTP request* orders a payment and sends \`run.callbacks.wait_for_payment\` as its return address; this step waits
three days and the next reads \`input.status\`.

### What can go wrong
- **404** for the caller: the address is incomplete.
- **409**: the signal was there already. **410**: the run has ended.`,
  category: "flow",
  icon: "radio-tower",
  keywords: ["callback", "resume", "continue", "approval", "url", "pause", "hook", "event"],
  config: z.object({
    name: field(z.string().max(100).default(""), {
      title: "Name",
      help: "When the caller adds it to the address: <address>/<name>.",
      advanced: true,
    }),
    ...timeLimitFields,
  }),
  ports: (config) => ({ inputs: [{ name: "in" }], outputs: [{ name: "out" }, ...timeoutPorts(config)] }),
  caption: (config) => (typeof config.name === "string" ? config.name : ""),
  *run({ config, input, now }): Effectful<Outcome> {
    const name = config.name.trim();
    const names = name === "" ? [""] : ["", name];
    const signal = yield* waitFor({ names, untilMs: timeLimitOf(config, now) });
    return signal.name === null ? emit("timeout", input) : emit("out", signal.value);
  },
});
