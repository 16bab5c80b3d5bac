import { isJsonList, isJsonObject, type Json } from "../json/json.ts";
import { csvDelimiters } from "./csv.ts";

/** A column: `name` finds the value in each item, `title` heads it. */
export type Column = { readonly name: string; readonly title: string };

/** Heads and cells as text. `heads` is null for a list of lists, which has no names. */
export type TextTable = { readonly heads: readonly string[] | null; readonly rows: readonly (readonly Cell[])[] };
type Cell = { readonly text: string; readonly isText: boolean };

/**
 * Lays items out as a table: a column per field, in the order in which fields first appear, or just `columns`. A list
 * of lists keeps its cells; plain values make one column called "value"; one object is a table of one row.
 */
export function tableOf(value: Json, columns: readonly Column[] = []): TextTable {
  const items = isJsonList(value) ? value : [value];
  if (columns.length === 0 && items.length > 0 && items.every(isJsonList)) {
    return { heads: null, rows: items.map((item) => (item as readonly Json[]).map(cellOf)) };
  }
  const shown = columns.length > 0 ? columns : columnsOf(items);
  return {
    heads: shown.map((column) => column.title.trim() || column.name),
    rows: items.map((item) => shown.map((column) => cellOf(fieldOf(item, column.name)))),
  };
}

export type CsvStyle = { delimiter: keyof typeof csvDelimiters; header: boolean; guard: boolean };

/**
 * CSV text (RFC 4180, lines end with CRLF). `guard` puts an apostrophe before texts that a spreadsheet would take for
 * a formula.
 */
export function csvText(table: TextTable, { delimiter, header, guard }: CsvStyle): string {
  const separator = csvDelimiters[delimiter];
  const heads = header && table.heads ? [table.heads.map((text) => ({ text, isText: true }))] : [];
  return [...heads, ...table.rows].map((row) => `${csvLine(row, separator, guard)}\r\n`).join("");
}

/** A Markdown table in which every cell is shown literally: what Markdown or HTML would act on is escaped. */
export function markdownTable(table: TextTable): string {
  const heads = table.heads ?? (table.rows[0] ?? []).map(() => "");
  const lines = [
    heads.map(markdownCell),
    heads.map(() => "---"),
    ...table.rows.map((row) => row.map((cell) => markdownCell(cell.text))),
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** An HTML table without styles; every cell is escaped. */
export function htmlTable(table: TextTable): string {
  const head = table.heads ? `<thead>\n${htmlRow("th", table.heads)}</thead>\n` : "";
  const body = table.rows
    .map((row) =>
      htmlRow(
        "td",
        row.map((cell) => cell.text),
      ),
    )
    .join("");
  return `<table>\n${head}<tbody>\n${body}</tbody>\n</table>\n`;
}

function columnsOf(items: readonly Json[]): readonly Column[] {
  const names = new Set<string>();
  for (const item of items) {
    if (isJsonObject(item)) for (const name of Object.keys(item)) names.add(name);
    else names.add("value");
  }
  return Array.from(names, (name) => ({ name, title: name }));
}

function fieldOf(item: Json, name: string): Json {
  if (isJsonObject(item)) return Object.hasOwn(item, name) ? (item[name] ?? null) : null;
  return name === "value" ? item : null;
}

function cellOf(value: Json): Cell {
  if (value === null) return { text: "", isText: false };
  if (typeof value === "string") return { text: value, isText: true };
  return { text: JSON.stringify(value), isText: false };
}

function csvLine(row: readonly Cell[], separator: string, guard: boolean): string {
  const cells = row.map(({ text, isText }) => (guard && isText && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text));
  // A line that is one empty field would be read back as a blank line.
  if (cells.length === 1 && cells[0] === "") return '""';
  return cells.map((text) => csvField(text, separator)).join(separator);
}

function csvField(text: string, separator: string): string {
  const needsQuotes = text.includes(separator) || /["\r\n\uFEFF]/.test(text) || text.trim() !== text;
  return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
}

const htmlEscapes: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => htmlEscapes.get(char) ?? char);
}

function htmlRow(tag: "th" | "td", cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("")}</tr>\n`;
}

function markdownCell(text: string): string {
  return text
    .replace(/[\\`*_[\]|~#!]/g, "\\$&")
    .replace(/[&<>]/g, (char) => htmlEscapes.get(char) ?? char)
    .replace(/\s*[\r\n]+\s*/g, " ")
    .trim();
}
