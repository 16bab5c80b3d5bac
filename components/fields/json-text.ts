import { parseJson } from "#core/formats/json.ts";
import { findJsonError } from "#core/formats/json-error.ts";
import type { Json } from "#core/json/json.ts";

/** `at`: offset of the mistake in the text, from 0. */
export type JsonTextError = { readonly message: string; readonly at: number };

/** Reads JSON as a person types it. The error's sentence says line and column. */
export function parseJsonText(text: string): { ok: true; value: Json } | { ok: false; error: JsonTextError } {
  const parsed = parseJson(text);
  if (parsed.ok) return parsed;
  const isReadable = parsed.failure.code !== "parse" || canParse(text);
  return { ok: false, error: { message: parsed.failure.message, at: isReadable ? 0 : findJsonError(text).offset } };
}

/** It parses but was refused for another reason: too deep, or a reserved name. */
function canParse(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
