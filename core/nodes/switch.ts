import * as z from "zod";
import type { Json } from "../json/json.ts";
import { anyShape } from "../json/shape.ts";
import { defineNode, type Port } from "../node-kit/define-node.ts";
import { condition, field, rows, template, value, withFormula } from "../node-kit/field.ts";
import { emit } from "../node-kit/outcome.ts";
import { rawRows, rawText } from "../node-kit/raw-config.ts";

export const switchNode = defineNode({
  type: "switch",
  version: 1,
  title: "Switch",
  summary: "Continues on one of many branches: one per case, and one for everything else.",
  docs: `Each case has a port of its own, in order. What arrives leaves unchanged on the port of the **first** case that
fits; when none does, on **Otherwise**. All other branches are skipped.

**By a value** compares one value with the text of each case; numbers and true or false are compared as text.
**By conditions** asks a formula per case. All conditions are worked out before the first that is true is taken, so each
must be safe to ask for any value.

The ports keep their order when a case is renamed; when you remove a case from the middle, check the connections of
the ones after it.

### Example
By the value \`trigger.body.action\` with the cases \`opened\`, \`labeled\` and \`closed\`.

### What can go wrong
- **A field does not exist**: in a condition write \`has(input.amount) && input.amount > 100\`.`,
  category: "logic",
  icon: "signpost",
  keywords: ["case", "branch", "route", "router", "match", "choose", "otherwise", "default"],
  config: z.object({
    by: field(z.enum(["value", "conditions"]).default("value"), {
      title: "Choose",
      labels: { value: "By a value", conditions: "By conditions" },
    }),
    value: field(withFormula(value(), "input"), { title: "Value", visibleWhen: (config) => config.by === "value" }),
    cases: field(
      rows(z.object({ equals: field(template(), { title: "Equals", placeholder: "opened" }) })).default([]),
      { title: "Cases", rowName: "case", visibleWhen: (config) => config.by === "value" },
    ),
    conditions: field(
      rows(
        z.object({
          name: field(z.string().default(""), { title: "Name", placeholder: "Large order" }),
          when: field(condition(), { title: "When", placeholder: "input.amount > 100" }),
        }),
      ).default([]),
      { title: "Cases", rowName: "case", visibleWhen: (config) => config.by === "conditions" },
    ),
  }),
  ports: (config) => ({
    inputs: [{ name: "in" }],
    outputs: [...casePorts(config), { name: "default", title: "Otherwise" }],
  }),
  output: ({ inputs }) => inputs.get("in") ?? anyShape,
  caption: (config) =>
    config.by === "conditions" ? `${rawRows(config, "conditions").length} cases` : rawText(config.value),
  run: ({ config, input }) => {
    const at =
      config.by === "value"
        ? config.cases.findIndex((row) => row.equals === comparedText(config.value))
        : config.conditions.findIndex((row) => row.when);
    return emit(at === -1 ? "default" : `case${at + 1}`, input);
  },
});

function casePorts(config: Readonly<Record<string, unknown>>): readonly Port[] {
  if (config.by === "conditions") {
    return rawRows(config, "conditions").map((row, at) => portAt(at, rawText(row.name)));
  }
  return rawRows(config, "cases").map((row, at) => portAt(at, rawText(row.equals)));
}

function portAt(at: number, title: string): Port {
  return { name: `case${at + 1}`, title: title.trim() || `Case ${at + 1}` };
}

function comparedText(compared: Json): string {
  return typeof compared === "string" ? compared : JSON.stringify(compared);
}
