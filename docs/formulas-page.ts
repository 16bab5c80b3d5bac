import { type FunctionCategory, functionCategories } from "#core/expression/define-function.ts";
import type { FunctionDoc } from "#core/expression/functions.ts";

const categoryTitles: Readonly<Record<FunctionCategory, string>> = {
  text: "Text",
  list: "Lists",
  number: "Numbers",
  date: "Dates",
  object: "Objects",
  json: "JSON",
  logic: "Logic",
};

const introduction = `<!-- Written by docs/generate.ts from core/expression. Change that, then run npm run docs. -->

# Formulas

A formula computes a value when a step runs. Every field that takes one has a switch between a fixed value, text with
values in it, and a formula. While you type, the editor offers the steps, their fields and the functions below, and
says what is wrong in a sentence.

## What a formula can read

| name | what |
| --- | --- |
| \`trigger\` | what started the run: the form or JSON that was entered, or the call of a webhook (\`trigger.body\`, \`trigger.query\`, \`trigger.headers\`) |
| \`steps.<name>\` | the output of an earlier step, by its name in formulas |
| \`input\` | what arrived at this step from the step before it |
| \`item\`, \`index\` | the current item and its place, from 0, in formulas per item and inside *For each* |
| \`run\` | the run itself |

## How formulas look

| what | example |
| --- | --- |
| text, numbers, true and false, nothing | \`"Bern"\`, \`12.5\`, \`true\`, \`null\` |
| a field of an object | \`input.customer.name\` |
| a field whose name is not one word | \`item["GICS Sector"]\` |
| an item of a list, from 0 | \`input.lines[0]\` |
| arithmetic | \`item.price * item.quantity\` |
| comparing | \`input.amount >= 1000 && input.country != "CH"\` |
| one of two values | \`input.vip ? 0.1 : 0\` |
| is a field there? | \`has(input.discount)\` |
| a step that may have been skipped | \`steps.?check.total.orValue(0)\`, \`coalesce(steps.check.total, 0)\` |
| every item, some items | \`input.map(x, x.price * x.quantity)\`, \`input.filter(x, x.open)\` |
| a list, an object | \`[1, 2, 3]\`, \`{"name": input.name}\` |

Numbers are numbers: \`10 / 4\` is 2.5 and \`1 + 1.5\` is 2.5. Text is never taken for a number or the other way round:
write \`toNumber(row.amount)\` for text from a CSV file, and \`"Total: " + string(sum)\` to join. Dates are text such as
\`2024-05-31T09:00:00.000Z\`; there is no clock in a formula, \`run.startedAt\` is the time of the run.

Formulas only compute: they cannot change anything, call other programs or read files. Their size and work are limited.
`;

/** The page of the formula language with every function. */
export function formulasPage(docs: readonly FunctionDoc[]): string {
  const sections = functionCategories.map((category) => {
    const rows = docs
      .filter((entry) => entry.category === category)
      .map(({ signature, doc, example, result }) => {
        const cells = [`\`${signature}\``, doc, `\`${example}\` gives \`${JSON.stringify(result)}\``];
        return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
      });
    if (rows.length === 0) return "";
    return `### ${categoryTitles[category]}\n\n| function | what it gives | example |\n| --- | --- | --- |\n${rows.join("\n")}\n`;
  });
  const note = "`lower(text)` and `text.lower()` are the same: the value before the dot is the first argument.";
  return `${introduction}\n## Functions\n\n${note}\n\n${sections.filter((section) => section !== "").join("\n")}`;
}
