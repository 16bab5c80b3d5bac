import { caps } from "../caps.ts";
import type { Json } from "../json/json.ts";
import { jsonFits } from "../json/json-size.ts";
import { FormulaError } from "./formula-error.ts";

/** A value as text: text as it is, null as nothing, lists and objects as JSON. Throws a `cap` FormulaError past 2 MB. */
export function toText(value: Json | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "object") return toJsonText(value);
  return String(value);
}

/** JSON text; checks the size before writing, as a value may hold one part many times over. */
export function toJsonText(value: Json, indent = 0): string {
  if (jsonFits(value, caps.valueBytes, caps.jsonDepth) !== "fits") {
    throw new FormulaError("cap", "The value is too large to be written as text (2 MB).", { from: 0, to: 0 });
  }
  return JSON.stringify(value, null, indent);
}
