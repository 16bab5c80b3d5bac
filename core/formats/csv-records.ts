import { type Parsed, parsed, parseFailureAt } from "./parsed.ts";

/** One line of a table. `start` and `end` are offsets in the text; `end` is just behind the last field. */
export type CsvRecord = { readonly fields: readonly string[]; readonly start: number; readonly end: number };

/**
 * Cuts CSV text into records. Own code, because an error must name the exact line and column, and because core runs
 * in the browser, where the CSV library would bring a Buffer polyfill; a property test compares it with that library.
 *
 *   field start --"--> quoted --"--> behind quote --delimiter--> field start
 *        |                ^ ""  |         `--line end--> record start
 *        `--other--> bare --delimiter--> field start
 */
export function csvRecords(text: string, delimiter: string): Parsed<readonly CsvRecord[]> {
  const records: CsvRecord[] = [];
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  while (at < text.length) {
    const start = at;
    const fields: string[] = [];
    for (;;) {
      const read = text.charCodeAt(at) === quote ? readQuoted(text, at, delimiter) : readBare(text, at, delimiter);
      if (!read.ok) return read;
      fields.push(read.value.field);
      at = read.value.end;
      if (at >= text.length || text[at] !== delimiter) break;
      at += 1;
    }
    if (fields.length > 1 || at > start) records.push({ fields, start, end: at });
    at += lineEndLength(text, at);
  }
  return parsed(records);
}

const quote = 34;

type Field = { readonly field: string; readonly end: number };

function readBare(text: string, start: number, delimiter: string): Parsed<Field> {
  const stop = delimiter.charCodeAt(0);
  let end = start;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === stop || code === 10 || code === 13) break;
    if (code === quote) {
      const sentence =
        "a double quote inside a field that does not begin with one. Quote the whole field and double it.";
      return parseFailureAt(text, end, sentence);
    }
  }
  return parsed({ field: text.slice(start, end), end });
}

function readQuoted(text: string, start: number, delimiter: string): Parsed<Field> {
  let field = "";
  let from = start + 1;
  for (;;) {
    const close = text.indexOf('"', from);
    if (close === -1) return parseFailureAt(text, start, "this double quote is never closed. Add the closing quote.");
    field += text.slice(from, close);
    const end = close + 1;
    if (text.charCodeAt(end) === quote) {
      field += '"';
      from = end + 1;
      continue;
    }
    if (end < text.length && text[end] !== delimiter && lineEndLength(text, end) === 0) {
      return parseFailureAt(text, end, "expected the delimiter or the end of the line after a closing double quote.");
    }
    return parsed({ field, end });
  }
}

function lineEndLength(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 10) return 1;
  if (code !== 13) return 0;
  return text.charCodeAt(at + 1) === 10 ? 2 : 1;
}
