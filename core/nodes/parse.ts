import * as z from "zod";
import { readHtml } from "#core/formats/html.ts";
import { parseXml } from "#core/formats/xml.ts";
import { isFileRef } from "../effects/blob.ts";
import type { Effectful } from "../effects/effect.ts";
import { readFile } from "../effects/perform.ts";
import { failure } from "../failure.ts";
import { parseCsv, parseCsvRows } from "../formats/csv.ts";
import { parseJson } from "../formats/json.ts";
import { type Parsed, parsed } from "../formats/parsed.ts";
import { plainNumberOf } from "../formats/plain-number.ts";
import type { FileId } from "../id.ts";
import { isJsonList, isJsonObject, type Json } from "../json/json.ts";
import { anyShape, listShape, objectShape, type Shape, textShape } from "../json/shape.ts";
import { defineNode } from "../node-kit/define-node.ts";
import { field, nameText, rows, value, withFormula } from "../node-kit/field.ts";
import { emit, FailureError, fail, type Outcome } from "../node-kit/outcome.ts";
import { rawRows, rawText } from "../node-kit/raw-config.ts";

const isFormat = (format: string) => (config: Readonly<Record<string, unknown>>) => config.format === format;

const htmlFields = rows(
  z.object({
    name: field(nameText(), { title: "Name", placeholder: "price" }),
    selector: field(z.string().default(""), { title: "Selector", placeholder: "td.price" }),
    take: field(z.enum(["text", "html", "attribute"]).default("text"), {
      title: "Take",
      labels: { text: "Its text", html: "Its HTML", attribute: "An attribute" },
    }),
    attribute: field(z.string().default("href"), {
      title: "Attribute",
      visibleWhen: (row) => row.take === "attribute",
    }),
    all: field(z.boolean().default(false), { title: "All of them, as a list" }),
  }),
);

const settings = z.object({
  source: field(withFormula(value(), "input"), { title: "Text or file" }),
  format: field(z.enum(["csv", "json", "xml", "html"]).default("csv"), {
    title: "Format",
    labels: { csv: "CSV", json: "JSON", xml: "XML", html: "HTML" },
  }),
  header: field(z.boolean().default(true), { title: "The first line names the columns", visibleWhen: isFormat("csv") }),
  numbers: field(z.boolean().default(false), {
    title: "Turn numbers into numbers",
    help: "Off, every field stays text. Texts such as 007 stay text in any case.",
    visibleWhen: isFormat("csv"),
  }),
  delimiter: field(z.enum(["auto", "comma", "semicolon", "tab", "pipe"]).default("auto"), {
    title: "Between fields",
    labels: { auto: "Find out", comma: "Comma", semicolon: "Semicolon", tab: "Tab", pipe: "Vertical bar" },
    advanced: true,
    visibleWhen: isFormat("csv"),
  }),
  lists: field(z.string().default(""), {
    title: "Always a list",
    help: "Names of elements, with commas between, that are a list even when there is only one.",
    placeholder: "order, line",
    visibleWhen: isFormat("xml"),
  }),
  items: field(z.string().default(""), {
    title: "One result for each",
    help: "A CSS selector; without one there is one result for the page.",
    placeholder: "table tr",
    visibleWhen: isFormat("html"),
  }),
  fields: field(htmlFields.default([{ name: "text", selector: "", take: "text", attribute: "href", all: false }]), {
    title: "Fields",
    rowName: "field",
    visibleWhen: isFormat("html"),
  }),
});

type Settings = z.output<typeof settings>;

export const parse = defineNode({
  type: "parse",
  version: 1,
  title: "Parse",
  summary: "Reads CSV, JSON, XML or HTML from text or a file, so that other steps can use it.",
  docs: `**Text or file** is a text, such as \`trigger.body\`, or a file that came with a form or a webhook.

- **CSV** becomes a list with one object per row, named by the first line. Quoted fields may hold commas, quotes and
  line breaks. The delimiter is found out from the first line. Fields are text unless you ask for numbers.
- **JSON** becomes what it says.
- **XML** becomes an object with the root element. Attributes have an @ before their name, text beside them is
  \`#text\`, and elements of the same name become a list; name those under *Always a list* that are one even when there
  is a single one.
- **HTML** is read by CSS selectors: one object per element that *One result for each* finds, with the fields you
  list. What is not found is null.

### Example
CSV \`name,city\` / \`"Smith, Ann",Bern\` becomes \`[{ "name": "Smith, Ann", "city": "Bern" }]\`.

### What can go wrong
- **Line 3, column 14: …**: the text is not in that format; the message says where and what was expected.
- **This row has 7 fields, but the header has 8**: a field that contains the delimiter needs quotes, or the
  delimiter was guessed wrongly: set it under *More settings*.
- **There is no text here**: the step got an object or list, which needs no parsing; point it at the text inside.`,
  category: "text",
  icon: "file-input",
  keywords: ["read", "csv", "json", "xml", "html", "file", "scrape", "extract", "import", "spreadsheet", "decode"],
  config: settings,
  output: ({ config }) => shapeOfOutput(config),
  caption: (config) => `${rawText(config.format).toUpperCase()} from ${rawText(config.source)}`,
  *run({ config }): Effectful<Outcome> {
    const text = yield* textOf(config.source);
    const result = read(text, config);
    return result.ok ? emit("out", result.value) : fail(result.failure);
  },
});

function* textOf(source: Json): Effectful<string> {
  if (typeof source === "string") return source;
  if (isJsonObject(source) && isFileRef(source)) return yield* readFile(source.$file as FileId);
  const kind = isJsonList(source) ? "a list" : source === null ? "nothing" : `a ${typeof source}`;
  const message = `There is no text here, but ${kind}. Point “Text or file” at a text or a file; what is no text needs no parsing.`;
  throw new FailureError(failure("input", message));
}

function read(text: string, config: Settings): Parsed<Json> {
  switch (config.format) {
    case "csv":
      return readCsv(text, config);
    case "json":
      return parseJson(text);
    case "xml":
      return parseXml(text, new Set(config.lists.split(",").map((name) => name.trim())));
    case "html":
      return readHtml(text, config.items, config.fields);
  }
}

function readCsv(text: string, { header, numbers, delimiter }: Settings): Parsed<Json> {
  const result: Parsed<Json> = header ? parseCsv(text, delimiter) : parseCsvRows(text, delimiter);
  if (!result.ok || !numbers || !isJsonList(result.value)) return result;
  return parsed(result.value.map(withNumbers));
}

function withNumbers(row: Json): Json {
  if (isJsonList(row)) return row.map((cell) => plainNumberOf(cell));
  if (!isJsonObject(row)) return row;
  return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, plainNumberOf(cell)]));
}

function shapeOfOutput(config: Readonly<Record<string, unknown>>): Shape {
  if (config.format === "csv") {
    const cell = config.numbers === true ? anyShape : textShape;
    return listShape(config.header === false ? listShape(cell) : objectShape({}, true));
  }
  if (config.format === "xml") return objectShape({}, true);
  if (config.format !== "html") return anyShape;
  const fields = rawRows(config, "fields").map(
    (row) => [rawText(row.name), row.all === true ? listShape(textShape) : textShape] as const,
  );
  const item = objectShape(Object.fromEntries(fields));
  return rawText(config.items).trim() === "" ? item : listShape(item);
}
