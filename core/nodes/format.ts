import * as z from "zod";
import { csvText, htmlTable, markdownTable, tableOf } from "../formats/table.ts";
import { textShape } from "../json/shape.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field, nameText, rows, value, withFormula } from "../node-kit/field.ts";
import { emit } from "../node-kit/outcome.ts";
import { rawText } from "../node-kit/raw-config.ts";

const isFormat =
  (...formats: readonly string[]) =>
  (config: Readonly<Record<string, unknown>>) =>
    formats.includes(rawText(config.format));

export const format = defineNode({
  type: "format",
  version: 1,
  title: "Format",
  summary: "Writes a value as CSV, JSON, a Markdown table or an HTML table.",
  docs: `The result is one text: for a file, a message, or the body of an answer.

CSV, Markdown and HTML lay a list of objects out as a table with one row per item. Without **Columns** there is a column
for every field, in the order in which fields first appear. Lists and objects inside a cell are written as JSON.
In Markdown and HTML every cell is escaped, so that data from outside cannot bring its own markup.

**Safe for spreadsheets** puts an apostrophe before CSV texts that begin with =, +, - or @, which a spreadsheet
would run as a formula.

### Example
A Markdown table with the columns \`sector\` (titled *Sector*) and \`companies\` makes a readable chat message.

### What can go wrong
- **A column is empty**: its name differs from the field's name; names are compared letter by letter.`,
  category: "text",
  icon: "file-output",
  keywords: ["write", "csv", "json", "markdown", "html", "table", "export", "spreadsheet", "encode", "serialize"],
  config: z.object({
    value: field(withFormula(value(), "input"), { title: "Value" }),
    format: field(z.enum(["csv", "json", "markdown", "html"]).default("csv"), {
      title: "Format",
      labels: { csv: "CSV", json: "JSON", markdown: "Markdown table", html: "HTML table" },
    }),
    columns: field(
      rows(
        z.object({
          name: field(nameText(), { title: "Field", placeholder: "sector" }),
          title: field(z.string().default(""), { title: "Title", help: "The field's name when empty." }),
        }),
      ).default([]),
      {
        title: "Columns",
        help: "All fields when empty.",
        rowName: "column",
        visibleWhen: isFormat("csv", "markdown", "html"),
      },
    ),
    header: field(z.boolean().default(true), { title: "First line with the names", visibleWhen: isFormat("csv") }),
    delimiter: field(z.enum(["comma", "semicolon", "tab", "pipe"]).default("comma"), {
      title: "Between fields",
      labels: { comma: "Comma", semicolon: "Semicolon", tab: "Tab", pipe: "Vertical bar" },
      advanced: true,
      visibleWhen: isFormat("csv"),
    }),
    guard: field(z.boolean().default(false), {
      title: "Safe for spreadsheets",
      help: "Keeps texts from being run as formulas.",
      visibleWhen: isFormat("csv"),
    }),
    indent: field(z.boolean().default(true), { title: "With line breaks", visibleWhen: isFormat("json") }),
  }),
  output: textShape,
  caption: (config) => `${rawText(config.value)} as ${rawText(config.format).toUpperCase()}`,
  run: ({ config }) => {
    switch (config.format) {
      case "json":
        return emit("out", JSON.stringify(config.value, null, config.indent ? 2 : 0));
      case "csv":
        return emit("out", csvText(tableOf(config.value, config.columns), config));
      case "markdown":
        return emit("out", markdownTable(tableOf(config.value, config.columns)));
      case "html":
        return emit("out", htmlTable(tableOf(config.value, config.columns)));
    }
  },
});
