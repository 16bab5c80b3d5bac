import * as z from "zod";
import type { Effectful } from "../effects/effect.ts";
import { askPerson as ask } from "../effects/perform.ts";
import { failure } from "../failure.ts";
import { type FormField, formFieldSchema, formShape } from "../forms/form-field.ts";
import { objectShape, textShape } from "../json/shape.ts";
import { defineNode, type Port } from "../node-kit/define-node.ts";
import { field, longTemplate, nameText, rows, template } from "../node-kit/field.ts";
import { emit, FailureError, type Outcome } from "../node-kit/outcome.ts";
import { rawRows, rawText } from "../node-kit/raw-config.ts";
import { timeLimitFields, timeLimitOf, timeoutPorts } from "../time/time-limit.ts";

type Raw = Readonly<Record<string, unknown>>;

const assigneesMax = 50;

export const askPerson = defineNode({
  type: "ask-person",
  version: 1,
  title: "Ask a person",
  summary: "Gives somebody a task and goes on at the button that they press.",
  docs: `The run rests until somebody has done the task: read it, filled in the fields and pressed one of the buttons.
Each button has a port of its own; the others are skipped. The output holds \`choice\`, the text of the button,
\`values\` with the fields that were filled in, and \`by\`, who did it.

**Who** names people by name or e-mail address, with commas between them; when it is empty, everybody in the workspace
may do it. The description may use Markdown.

A waiting run costs nothing and survives restarts. When it **gives up**, the task goes away and the run goes on at the
port *Time is over*; \`choice\` and \`by\` are empty then.

The ports keep their order when a button is renamed; when you remove one from the middle, check the connections of the
ones after it.

### Example
The title \`Approve order {{ trigger.body.id }}\`, the buttons *Approve* and *Reject*, and a field \`reason\`; the steps
after *Reject* read \`input.values.reason\`.

### What can go wrong
- **Two buttons have the same text**: give each its own.
- **The time limit is longer than five years**: check the amount and its unit.`,
  category: "flow",
  icon: "user-check",
  keywords: ["approve", "approval", "human", "task", "form", "review", "decide", "manual"],
  config: z.object({
    title: field(template({ filled: true }), { title: "Task", placeholder: "Approve order {{ trigger.body.id }}" }),
    description: field(longTemplate().default(""), { title: "Description", help: "May use Markdown." }),
    who: field(template().default(""), {
      title: "Who",
      help: "Names or e-mail addresses, with commas between them. Empty for everybody in the workspace.",
      placeholder: "anna@example.com",
    }),
    fields: field(rows(formFieldSchema).default([]), { title: "Fields to fill in", rowName: "field" }),
    choices: field(
      rows(z.object({ label: field(nameText(), { title: "Text", placeholder: "Approve" }) }))
        .min(1, "A task needs at least one button.")
        .max(20, "A task can have 20 buttons.")
        .refine((choices) => !twiceIn(choices), "Two buttons have the same text. Give each its own.")
        .default([{ label: "Approve" }, { label: "Reject" }]),
      { title: "Buttons", rowName: "button", control: "rows" },
    ),
    ...timeLimitFields,
  }),
  ports: (config) => ({ inputs: [{ name: "in" }], outputs: [...choicePorts(config), ...timeoutPorts(config)] }),
  output: ({ config }) =>
    objectShape({
      choice: textShape,
      values: formShape(rawRows(config, "fields") as readonly FormField[]),
      by: textShape,
    }),
  caption: (config) => rawText(config.title),
  *run({ config, now }): Effectful<Outcome> {
    const choices = config.choices.map((row) => row.label.trim());
    const result = yield* ask({
      title: config.title.trim(),
      description: config.description,
      assignees: peopleIn(config.who),
      fields: config.fields,
      choices,
      dueMs: timeLimitOf(config, now),
    });
    const port = result.choice === null ? "timeout" : `choice${choices.indexOf(result.choice) + 1}`;
    return emit(port, { ...result });
  },
});

function choicePorts(config: Raw): readonly Port[] {
  return rawRows(config, "choices").map((row, at) => ({
    name: `choice${at + 1}`,
    title: rawText(row.label).trim() || `Button ${at + 1}`,
  }));
}

/** What is not a row is complained of elsewhere. */
function twiceIn(choices: readonly { readonly label: string }[]): boolean {
  const labels = rawRows({ choices }, "choices").map((row) => rawText(row.label).trim());
  return new Set(labels).size < labels.length;
}

function peopleIn(who: string): readonly string[] {
  const names = who
    .split(/[,;\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const people = [...new Set(names)];
  if (people.length <= assigneesMax) return people;
  const message = `A task can be given to ${assigneesMax} people by name. Leave “Who” empty to give it to everybody.`;
  throw new FailureError(failure("config", message));
}
