import { caps } from "../caps.ts";
import { failure } from "../failure.ts";
import type { Json } from "../json/json.ts";
import { isSafeKey } from "../json/safe-json.ts";
import { findJsonError } from "./json-error.ts";
import { type Parsed, parsed, parseFailureAt, unsafeNameSentence } from "./parsed.ts";

/**
 * Reads JSON text. A mistake fails with line and column ("Line 3, column 14: expected a comma or }."); text nested
 * deeper than `caps.jsonDepth` fails with `cap`; a field named `__proto__`, `constructor` or `prototype` is refused.
 */
export function parseJson(text: string): Parsed<Json> {
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  let value: Json;
  try {
    value = JSON.parse(source) as Json;
  } catch {
    const { offset, sentence } = findJsonError(source);
    return parseFailureAt(source, offset, sentence);
  }
  const refused = refusalOf(value, 1);
  if (refused === null) return parsed(value);
  if (refused === "deep") {
    const message = `The JSON is nested more than ${caps.jsonDepth} levels deep. Flatten it before sending it here.`;
    return { ok: false, failure: failure("cap", message) };
  }
  const offset = source.indexOf(JSON.stringify(refused.name));
  return parseFailureAt(source, Math.max(offset, 0), unsafeNameSentence(refused.name));
}

function refusalOf(value: Json, depth: number): null | "deep" | { name: string } {
  if (typeof value !== "object" || value === null) return null;
  if (depth > caps.jsonDepth) return "deep";
  if (Array.isArray(value)) return firstRefusal(value, depth);
  const name = Object.keys(value).find((name) => !isSafeKey(name));
  return name === undefined ? firstRefusal(Object.values(value), depth) : { name };
}

function firstRefusal(values: readonly Json[], depth: number): null | "deep" | { name: string } {
  for (const value of values) {
    const refused = refusalOf(value, depth + 1);
    if (refused !== null) return refused;
  }
  return null;
}
