import * as z from "zod";
import { anyShape, numberShape, objectShape, textShape } from "../json/shape.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field } from "../node-kit/field.ts";

export const states = defineNode({
  type: "states",
  version: 1,
  title: "State machine",
  summary: "Moves from state to state: one of them is active at any time, until one leads nowhere.",
  docs: `Drop *State* boxes into it and connect them: each connection is a transition, and circles are welcome. It begins
with the state that is marked as the first, and ends with a state that has no transitions, or when a transition is taken
that leads nowhere.

A state receives as \`input\` what the state before it gave: the value of the signal that was taken, or the result of its
steps. Formulas inside can read \`steps.<name of a state>\`, the newest value of each state.

Its output is \`{ "state": "paid", "result": …, "visits": 4 }\`: the last state, what it gave, and how many states were
gone through.

### Example
An order: *Open* waits for the signal \`paid\` for three days; *Paid* sends the goods; *Late* sends a reminder and leads
back to *Open*.

### What can go wrong
- **It went through as many states as it may**: two states lead to one another without waiting. Check the conditions, or
  raise the limit.
- **Nothing says with which state it begins**: mark one state as the first.`,
  category: "flow",
  icon: "waypoints",
  keywords: ["state", "machine", "status", "transition", "process", "automaton", "lifecycle", "container"],
  role: "container",
  config: z.object({
    limit: field(z.number().int().min(1).max(10_000).default(1_000), {
      title: "States at most",
      help: "How many states it may go through in all, 1 to 10,000.",
      mode: "fixed",
      advanced: true,
    }),
  }),
  output: objectShape({ state: textShape, result: anyShape, visits: numberShape }),
});
