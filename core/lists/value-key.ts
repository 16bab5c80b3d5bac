import { canonicalJson } from "../json/canonical.ts";
import type { Json } from "../json/json.ts";

/**
 * A text that two values share exactly when they are equal as JSON, whatever the order of their fields. Made to be the
 * key of a Map (never of a plain object, R19). Texts and numbers, nearly all keys, take a short way.
 */
export function valueKey(value: Json): string {
  if (typeof value === "string") return `"${value}`;
  if (typeof value === "number") return value === 0 ? "0" : String(value);
  if (typeof value !== "object" || value === null) return String(value);
  return canonicalJson(value);
}

/** The key of several values together; unlike joining, `["a", "b"]` and `["a,b"]` differ. */
export function valuesKey(values: readonly Json[]): string {
  if (values.length === 1) return valueKey(values[0] as Json);
  return values.map((value) => `${valueKey(value).length}:${valueKey(value)}`).join("");
}
