import { caps } from "../caps.ts";
import type { JsonObject } from "../json/json.ts";
import { isSafeKey } from "../json/safe-json.ts";
import { csvRecords } from "./csv-records.ts";
import { type Parsed, parsed, parseFailureAt, unsafeNameSentence } from "./parsed.ts";

export const csvDelimiters = { comma: ",", semicolon: ";", tab: "\t", pipe: "|" } as const;
export type CsvDelimiter = "auto" | keyof typeof csvDelimiters;

/**
 * Reads CSV text whose first line names the columns (RFC 4180, any line ending, byte order mark allowed): one object
 * of texts per row, in order. Blank lines are skipped, an unnamed column is called "Column 3", a repeated name gets a
 * number. Every row must have as many fields as the header. Errors say line and column.
 */
export function parseCsv(text: string, delimiter: CsvDelimiter = "auto"): Parsed<readonly JsonObject[]> {
  const records = csvRecords(text, delimiterOf(text, delimiter));
  if (!records.ok) return records;
  const [header, ...rows] = records.value;
  if (header === undefined) return parsed([]);
  const names = columnNames(header.fields);
  const reserved = names.find((name) => !isSafeKey(name));
  if (reserved !== undefined) return parseFailureAt(text, header.start, unsafeNameSentence(reserved));
  const objects: JsonObject[] = [];
  for (const row of rows) {
    if (row.fields.length !== names.length) {
      const sentence = `this row has ${fieldCount(row.fields.length)}, but the header has ${names.length}. ${hintFor(row.fields.length > names.length)}`;
      return parseFailureAt(text, row.end, sentence);
    }
    objects.push(objectOf(names, row.fields));
  }
  return parsed(objects);
}

/** Reads CSV text without a header: one list of texts per row. */
export function parseCsvRows(text: string, delimiter: CsvDelimiter = "auto"): Parsed<readonly (readonly string[])[]> {
  const records = csvRecords(text, delimiterOf(text, delimiter));
  return records.ok ? parsed(records.value.map((record) => record.fields)) : records;
}

function delimiterOf(text: string, delimiter: CsvDelimiter): string {
  return delimiter === "auto" ? guessDelimiter(text) : csvDelimiters[delimiter];
}

/** The delimiter that occurs most often in the first line outside quotes; a comma when none does. */
function guessDelimiter(text: string): string {
  const counts = new Map<string, number>(Object.values(csvDelimiters).map((delimiter) => [delimiter, 0]));
  let quoted = false;
  for (let at = 0; at < Math.min(text.length, caps.inlineValueBytes); at++) {
    const char = text.charAt(at);
    if (char === '"') quoted = !quoted;
    if (quoted) continue;
    if (char === "\n" || char === "\r") break;
    const count = counts.get(char);
    if (count !== undefined) counts.set(char, count + 1);
  }
  let best = ",";
  for (const [delimiter, count] of counts) if (count > (counts.get(best) ?? 0)) best = delimiter;
  return best;
}

function columnNames(header: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return header.map((field, index) => {
    const base = field.trim() === "" ? `Column ${index + 1}` : field.trim();
    let name = base;
    for (let number = 2; taken.has(name); number++) name = `${base} ${number}`;
    taken.add(name);
    return name;
  });
}

function objectOf(names: readonly string[], fields: readonly string[]): JsonObject {
  // Reserved names were refused, so plain assignment is safe; it is three times as fast as Object.fromEntries.
  const object: Record<string, string> = {};
  for (let column = 0; column < names.length; column++) object[names[column] as string] = fields[column] as string;
  return object;
}

function fieldCount(count: number): string {
  return count === 1 ? "1 field" : `${count} fields`;
}

function hintFor(tooMany: boolean): string {
  return tooMany
    ? "Put fields that contain the delimiter in double quotes."
    : "Add the missing fields, or check the delimiter and the quotes.";
}
