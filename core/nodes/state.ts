import * as z from "zod";
import type { Effectful } from "../effects/effect.ts";
import { sleepUntil, waitForSignal } from "../effects/perform.ts";
import { failure } from "../failure.ts";
import { isJsonObject, type Json } from "../json/json.ts";
import { anyShape } from "../json/shape.ts";
import { mergeShapes } from "../json/shape-of.ts";
import { defineNode, type Port } from "../node-kit/define-node.ts";
import { field, itemFormula, rows } from "../node-kit/field.ts";
import { emit, FailureError, fail, type Outcome } from "../node-kit/outcome.ts";
import { rawRows, rawText } from "../node-kit/raw-config.ts";

/** Not a port that people see: under this name `output` is given the shape of what the steps inside give. */
const bodyResult = "body";

export const state = defineNode({
  type: "state",
  version: 1,
  title: "State",
  summary: "One state of a state machine, with steps that run when it is entered and the ways out of it.",
  docs: `A state belongs into a *State machine*. Steps that are dropped into it run each time that it is entered; the
first ones receive what the state before gave. When they have ended, the transitions decide, from the top:

- **On a condition**: taken at once when its formula is true. \`input\` is the result of the steps inside; the steps
  inside can be read as well, and \`index\` is how many states the machine went through before.
- **On a signal**: when no condition is true, the state waits for signals of these names. The value of the signal is what
  the next state receives; without a value, the result of the steps. Steps inside can give away the state's address,
  \`run.callbacks.<key of the state>\`, and the run shows it while it waits. To send \`paid\`, POST to that address with
  \`/paid\` behind it. A POST to the address itself sends the signal that its field \`signal\` names, or the first.
- **When time is over**: counted from the moment at which the state was entered.

Each transition has a port of its own, in order; connect it to the state that follows. A transition that is not connected
ends the machine, and so does a state without any.

### Example
*Open* with two transitions: on the signal \`paid\` to *Paid*, after 259,200 seconds to *Late*.

### What can go wrong
- **No transition fits**: no condition is true, and there is no signal or time to wait for. Add a condition \`true\` as
  the last one.`,
  category: "flow",
  icon: "circle-dot",
  keywords: ["state", "status", "transition", "machine", "signal", "timeout"],
  role: "container",
  config: z.object({
    initial: field(z.boolean().default(false), { title: "First state", mode: "fixed" }),
    transitions: field(
      rows(
        z.object({
          name: field(z.string().max(100).default(""), { title: "Name", placeholder: "Paid" }),
          on: field(z.enum(["condition", "signal", "timeout"]).default("condition"), {
            title: "Taken",
            labels: { condition: "On a condition", signal: "On a signal", timeout: "When time is over" },
          }),
          condition: field(itemFormula(), {
            title: "Condition",
            placeholder: "input.amount > 100",
            visibleWhen: (row) => row.on === "condition",
          }),
          signal: field(z.string().min(1, "Fill this in.").max(100), {
            title: "Signal",
            placeholder: "paid",
            visibleWhen: (row) => row.on === "signal",
          }),
          seconds: field(
            z
              .number()
              .min(0)
              .max(5 * 366 * 86_400)
              .default(60),
            { title: "Seconds", mode: "fixed", visibleWhen: (row) => row.on === "timeout" },
          ),
        }),
      ).default([]),
      { title: "Transitions", rowName: "transition" },
    ),
  }),
  ports: (config) => ({ inputs: [{ name: "in" }], outputs: rawRows(config, "transitions").map(portOf) }),
  output: ({ config, inputs }) => {
    const result = inputs.get(bodyResult) ?? inputs.get("in") ?? anyShape;
    const waits = rawRows(config, "transitions").some((row) => row.on === "signal");
    return waits ? mergeShapes(anyShape, result) : result;
  },
  caption: (config) => {
    const count = rawRows(config, "transitions").length;
    return `${config.initial === true ? "First. " : ""}${count === 0 ? "The end" : ""}`.trim();
  },
  *run({ config, input, now }): Effectful<Outcome> {
    const ways = config.transitions.map((row, at) => ({ ...row, port: portName(at) }));
    if (ways.length === 0) return emit("end", input);
    for (const way of ways) {
      if (way.on === "condition" && isTrue(way.condition(input, 0), way.name || way.port)) return emit(way.port, input);
    }
    const soonest = ways.filter((way) => way.on === "timeout").toSorted((a, b) => a.seconds - b.seconds)[0];
    const untilMs = soonest ? now + Math.round(soonest.seconds * 1_000) : null;
    const signals = ways.filter((way) => way.on === "signal");
    const [first] = signals;
    if (!first && !soonest) return fail(nothingFits);
    if (!first) {
      yield* sleepUntil(untilMs ?? now);
      return emit(soonest?.port ?? "end", input);
    }
    const names = [...signals.map((way) => way.signal), ownAddress];
    const { name, value } = yield* waitForSignal({ names, untilMs });
    if (name === null) return emit(soonest?.port ?? "end", input);
    const meant = name === ownAddress ? nameIn(value) : name;
    const way = signals.find((one) => one.signal === meant) ?? first;
    return emit(way.port, value ?? input);
  },
});

const nothingFits = failure(
  "config",
  "No transition fits: no condition is true, and there is nothing to wait for. Add a last one that is always true.",
);

/** The name of what is sent to the state's own address. */
const ownAddress = "";

function nameIn(value: Json): string | null {
  return isJsonObject(value) && typeof value.signal === "string" ? value.signal : null;
}

function isTrue(value: Json, name: string): boolean {
  if (typeof value === "boolean") return value;
  const message = `The condition of “${name}” gives no true or false. Compare with something, as in input.amount > 100.`;
  throw new FailureError(failure("config", message));
}

function portName(at: number): string {
  return `next${at + 1}`;
}

function portOf(row: Readonly<Record<string, unknown>>, at: number): Port {
  return { name: portName(at), title: rawText(row.name).trim() || titleOf(row) || `Transition ${at + 1}` };
}

function titleOf(row: Readonly<Record<string, unknown>>): string {
  if (row.on === "signal") return rawText(row.signal).trim();
  return row.on === "timeout" ? `After ${rawText(row.seconds)} s` : "";
}
