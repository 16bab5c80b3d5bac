import { z } from "zod";
import { anyShape, listShape, numberShape, objectShape, textShape } from "../../json/shape.ts";
import { defineNode, type NodeDefinition } from "../../node-kit/define-node.ts";
import { condition, field, itemFormula, list, rows, template, value, withFormula } from "../../node-kit/field.ts";
import { emit } from "../../node-kit/outcome.ts";
import { registryOf } from "../../node-kit/registry.ts";

/** A handful of node types with every trait that compiling looks at. Nodes of `graphOf` find theirs by name. */
const about = { summary: "", docs: "", category: "logic", icon: "box" } as const;

const trigger = defineNode({
  ...about,
  type: "trigger",
  version: 1,
  title: "Trigger",
  role: "trigger",
  config: z.object({}),
  ports: { inputs: [], outputs: [{ name: "out" }] },
  output: objectShape({ amount: numberShape, name: textShape, lines: listShape(objectShape({ price: numberShape })) }),
  run: ({ input }) => emit("out", input),
});

const timer = { ...trigger, type: "timer", title: "Timer", output: () => anyShape };

const step = defineNode({
  ...about,
  type: "step",
  version: 2,
  title: "Step",
  config: z.object({
    value: field(value().nullable().default(null), { title: "Value" }),
    text: field(template().default(""), { title: "Text" }),
    limit: field(z.number().max(9).default(1), { title: "Limit" }),
  }),
  ports: { inputs: [{ name: "in" }], outputs: [{ name: "out" }, { name: "error" }] },
  output: ({ config, shapeOfField }) => objectShape({ value: shapeOfField(config.value) }),
  migrate: { 1: ({ old = null, ...config }) => ({ ...config, value: old }) },
  run: ({ config }) => emit("out", { value: config.value }),
});

/** One output, so that it certainly leads on. */
const plain = defineNode({
  ...about,
  type: "plain",
  version: 1,
  title: "Plain",
  config: z.object({
    value: field(value().nullable().default(null), { title: "Value" }),
    list: field(list().nullable().default(null), { title: "List" }),
    item: field(itemFormula().nullable().default(null), { title: "Of each" }),
  }),
  output: ({ config, shapeOfField }) => objectShape({ value: shapeOfField(config.value) }),
  run: ({ config }) => emit("out", { value: config.value }),
});

const branch = defineNode({
  ...about,
  type: "branch",
  version: 1,
  title: "Branch",
  config: z.object({ condition: field(condition().default(true), { title: "Condition" }) }),
  ports: { inputs: [{ name: "in" }], outputs: [{ name: "true" }, { name: "false" }] },
  output: ({ inputs }) => inputs.get("in") ?? anyShape,
  run: ({ config, input }) => emit(config.condition ? "true" : "false", input),
});

const join = defineNode({
  ...about,
  type: "join",
  version: 1,
  title: "Join",
  config: z.object({}),
  ports: { inputs: [{ name: "in1" }, { name: "in2" }], outputs: [{ name: "out" }] },
  run: ({ input }) => emit("out", input),
});

const needy = defineNode({
  ...about,
  type: "needy",
  version: 1,
  title: "Needy",
  config: z.object({ url: field(template().min(1), { title: "URL" }) }),
  run: () => emit("out", null),
});

const each = defineNode({
  ...about,
  type: "each",
  version: 1,
  title: "For each",
  role: "container",
  config: z.object({
    list: field(list().default([]), { title: "List" }),
    result: field(itemFormula().nullable().default(null), { title: "Result" }),
  }),
  output: ({ config, inputs, shapeOfField }) =>
    listShape(config.result === null ? (inputs.get("body") ?? anyShape) : shapeOfField(config.result, anyShape)),
});

const repeat = defineNode({
  ...about,
  type: "repeat",
  version: 1,
  title: "Repeat",
  role: "container",
  config: z.object({
    mode: field(z.enum(["while", "until"]).default("until"), { title: "Mode" }),
    condition: field(withFormula(itemFormula(), "index > 2"), { title: "Condition" }),
    result: field(itemFormula().nullable().default(null), { title: "Result" }),
  }),
  output: ({ inputs }) => inputs.get("body") ?? anyShape,
});

const states = defineNode({
  ...about,
  type: "states",
  version: 1,
  title: "States",
  role: "container",
  config: z.object({}),
  output: objectShape({ state: textShape, result: anyShape, visits: numberShape }),
});

/** One transition `out` unless others are given. */
const state = defineNode({
  ...about,
  type: "state",
  version: 1,
  title: "State",
  role: "container",
  config: z.object({
    initial: field(z.boolean().default(false), { title: "First" }),
    transitions: field(
      rows(
        z.object({
          name: field(z.string(), { title: "Name" }),
          condition: field(condition().default(true), { title: "Condition" }),
        }),
      ).default([{ name: "out", condition: true }]),
      { title: "Transitions", rowName: "transition" },
    ),
  }),
  ports: ({ transitions = [] }) => ({ inputs: [{ name: "in" }], outputs: transitions.map(({ name }) => ({ name })) }),
  output: ({ inputs }) => inputs.get("body") ?? anyShape,
});

const script = defineNode({
  ...about,
  type: "script",
  version: 1,
  title: "Script",
  config: z.object({ source: field(z.string(), { title: "Script", control: "javascript", mode: "fixed" }) }),
  run: ({ input }) => emit("out", input),
});

export const tinyRegistry = registryOf(
  [trigger, timer, step, plain, script, branch, join, needy, each, repeat, states, state].map(
    (definition) => definition as NodeDefinition,
  ),
);
