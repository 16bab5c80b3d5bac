import * as z from "zod";
import { caps } from "../caps.ts";
import type { Effectful } from "../effects/effect.ts";
import { runCode } from "../effects/perform.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field, nameText, rows, value } from "../node-kit/field.ts";
import { emit, type Outcome } from "../node-kit/outcome.ts";
import { rawText } from "../node-kit/raw-config.ts";

/** Words that JavaScript keeps for itself, and those that mean something in every script. */
const taken: ReadonlySet<string> = new Set(
  (
    "arguments await break case catch class console const continue debugger default delete do else enum eval export " +
    "extends false finally for function if implements import in input instanceof interface let new null package " +
    "private protected public return static super switch this throw true try typeof undefined var void while with yield"
  ).split(" "),
);

const constantName = nameText()
  .max(caps.keyChars)
  .regex(/^[A-Za-z_$][\w$]*$/, "Use letters, digits and _, not beginning with a digit: unit_price.")
  .refine((name) => !taken.has(name), "This word means something in every script. Choose another.");

const constants = rows(
  z.object({
    name: field(constantName, { title: "Name", placeholder: "price", control: "text", mode: "fixed" }),
    value: field(value(), { title: "Value" }),
  }),
).refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "Two have the same name. Rename one.");

export const code = defineNode({
  type: "code",
  version: 1,
  title: "Code",
  summary: "Runs JavaScript that you write, and passes on what it returns.",
  docs: `The script is the body of a function: \`return\` gives the step's output, and \`await\` works. It knows \`input\`, what
arrived at the step, and a constant for every row of **Values**, which formulas fill: \`steps.orders\`, \`item\`,
\`trigger.body.email\`. What it writes to \`console\` is kept with the step: ${caps.scriptConsoleLines} lines at most.

It is JavaScript without a browser or Node around it: no \`import\`, \`require\`, \`fetch\`, timers, files or settings of
the server. To call something, use a step such as HTTP request. Values go in and out as JSON: a date becomes text.

A script has one second and ${"64 MB"}; both can be set under *More settings*. It runs once: its result is written down,
and a run that is taken up after a crash goes on with it, so \`Date\` and \`Math.random\` may be used.

### Example
With the value \`rate\` = \`{{ vars.rate }}\`:

    const total = input.lines.reduce((sum, line) => sum + line.price * line.count, 0);
    console.log("lines", input.lines.length);
    return { total, withTax: total * (1 + rate) };

### What can go wrong
- **Line 3: cannot read property of undefined**: the value is not what the script expects. Look at the step's input, or
  write it to the console.
- **The script took longer than a second**: look for a loop that does not end, do less at a time, or raise the limit.
- **The script used more than 64 MB**: work on smaller pieces, or raise the limit.
- **The script waits for a promise that nothing settles**: there is nothing outside to wait for in a script.
- **The script returned a function**: return data instead.`,
  category: "logic",
  icon: "code",
  keywords: ["javascript", "js", "script", "function", "program", "custom", "transform", "map", "calculate"],
  config: z.object({
    source: field(
      z
        .string()
        .max(caps.scriptBytes)
        .refine((text) => text.trim() !== "", "Write what the step shall do.")
        .default("return input;"),
      {
        title: "Script",
        help: "The body of a function in JavaScript: input is what arrived, return gives the output.",
        control: "javascript",
        mode: "fixed",
      },
    ),
    values: field(constants.default([]), {
      title: "Values",
      help: "Each is a constant in the script.",
      rowName: "value",
      control: "rows",
      mode: "fixed",
    }),
    timeoutSeconds: field(z.number().min(0.01).max(600).default(1), {
      title: "Time limit in seconds",
      advanced: true,
    }),
    memoryMb: field(z.number().int().min(1).max(1_024).default(64), { title: "Memory limit in MB", advanced: true }),
  }),
  caption: (config) => firstLine(rawText(config.source)),
  *run({ config, input }): Effectful<Outcome> {
    const { source, values, timeoutSeconds, memoryMb } = config;
    const timeoutMs = Math.round(timeoutSeconds * 1_000);
    const result = yield* runCode({ source, input, values, timeoutMs, memoryMb });
    return emit("out", result.value);
  },
});

/** The first line that is more than a comment. */
function firstLine(source: string): string {
  const lines = source.split("\n").map((line) => line.trim());
  return lines.find((line) => line !== "" && !line.startsWith("//")) ?? "";
}
