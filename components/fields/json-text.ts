import type { Json } from "#core/json/json.ts";

export type JsonTextError = {
  readonly message: string;
  readonly at: number;
  readonly line: number;
  readonly column: number;
};

/** Reads JSON as a person types it. An error says where: offset from 0, line and column from 1. */
export function parseJsonText(text: string): { ok: true; value: Json } | { ok: false; error: JsonTextError } {
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch (error) {
    return { ok: false, error: placed(text, error instanceof Error ? error.message : "") };
  }
}

/** Engines say the place in words of their own; without one, the end of the text is it. */
function placed(text: string, words: string): JsonTextError {
  const position = /position (\d+)/.exec(words)?.[1];
  const spot = /line (\d+) column (\d+)/.exec(words);
  const at = position ? Number(position) : spot ? offsetOf(text, Number(spot[1]), Number(spot[2])) : text.length;
  const before = text.slice(0, at).split("\n");
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { at, line, column, message: sentence(text, at, { line, column }) };
}

function sentence(text: string, at: number, { line, column }: { line: number; column: number }): string {
  if (text.trim() === "") return "Write a JSON value, for example {}.";
  const where = `line ${line}, column ${column}`;
  if (at >= text.length) return `The JSON ends too early, at ${where}. Close what is still open.`;
  const found = text[at] === "\n" ? "a line end" : `“${text[at]}”`;
  return `There is ${found} at ${where} that does not belong there. Look for a missing comma, quote or bracket before it.`;
}

function offsetOf(text: string, line: number, column: number): number {
  const before = text.split("\n").slice(0, line - 1);
  return before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
}
