import * as z from "zod";
import { failure } from "../failure.ts";
import { checkForm, completeForm, type FormField, formFieldSchema, formShape } from "../forms/form-field.ts";
import { isJsonObject, type Json } from "../json/json.ts";
import { opened } from "../json/opened-shape.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field, rows } from "../node-kit/field.ts";
import { emit, fail } from "../node-kit/outcome.ts";
import { namesOf, rawRows } from "../node-kit/raw-config.ts";

export const manual = defineNode({
  type: "manual",
  version: 1,
  title: "Start by hand",
  summary: "Starts a run when somebody presses Run, with JSON or a filled-in form.",
  docs: `Use this trigger while you build a workflow, and for workflows that people start themselves.

With **JSON**, whoever presses Run edits a JSON value; the value you write here is what they find there.
With **A form**, they fill in the fields you list, files among them. A file arrives as a reference that the
*Parse* step can read.

Formulas read what was entered as \`trigger\`, for example \`trigger.amount\`.

### Example
A form with a number field \`amount\` and a file field \`orders\`: an *If* step may ask \`trigger.amount > 1000\`, and
a *Parse* step may read \`trigger.orders\`.

### What can go wrong
- **Fill in “…”**: a field that must be filled in was left empty. Fill it in and start again.
- **“…” must be …**: the answer is of another kind than the field.`,
  category: "trigger",
  icon: "play",
  keywords: ["start", "button", "form", "test", "trigger", "upload"],
  role: "trigger",
  config: z.object({
    ask: field(z.enum(["json", "form"]).default("json"), {
      title: "Ask for",
      labels: { json: "JSON", form: "A form" },
    }),
    sample: field(z.custom<Json>((input) => input !== undefined).default({}), {
      title: "Input",
      help: "What the run starts with, unless somebody changes it when they press Run.",
      control: "json",
      mode: "fixed",
      visibleWhen: (config) => config.ask === "json",
    }),
    fields: field(rows(formFieldSchema).default([]), {
      title: "Fields",
      rowName: "field",
      visibleWhen: (config) => config.ask === "form",
    }),
  }),
  ports: { inputs: [], outputs: [{ name: "out" }] },
  output: ({ config, shapeOfField }) =>
    config.ask === "form"
      ? formShape(rawRows(config, "fields") as readonly FormField[])
      : opened(shapeOfField(config.sample)),
  caption: (config) => (config.ask === "form" ? `Form: ${namesOf(rawRows(config, "fields"))}` : ""),
  run: ({ config, input }) => {
    if (config.ask === "json") return emit("out", input);
    const issues = checkForm(config.fields, input);
    if (issues.length > 0 || !isJsonObject(input)) {
      const message = issues.map((issue) => issue.message).join(" ");
      return fail(failure("input", message, { details: { issues } }));
    }
    return emit("out", completeForm(config.fields, input));
  },
});
