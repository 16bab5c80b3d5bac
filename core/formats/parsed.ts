import { type Failure, failure } from "../failure.ts";

/** What reading a text answers: the value, or a failure with code `parse` and `details: { line, column }`. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

/** A parse failure that begins with where: "Line 3, column 14: …". `offset` is in UTF-16 units, 0 for the start. */
export function parseFailureAt(text: string, offset: number, sentence: string): Parsed<never> {
  const { line, column } = positionOf(text, offset);
  const message = `Line ${line}, column ${column}: ${sentence}`;
  return { ok: false, failure: failure("parse", message, { details: { line, column } }) };
}

/** Line and column of an offset, both from 1. A line ends with LF, CR or CRLF. */
export function positionOf(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (const lineEnd of text.matchAll(/\r\n|\n|\r/g)) {
    const next = lineEnd.index + lineEnd[0].length;
    if (next > offset) break;
    line += 1;
    lineStart = next;
  }
  return { line, column: offset - lineStart + 1 };
}

/** Why a name that `isSafeKey` refuses cannot name a field (R19). */
export function unsafeNameSentence(name: string): string {
  return `“${name}” is a name that programs reserve, so it cannot name a field. Rename it.`;
}
