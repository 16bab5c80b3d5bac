import type { Json, JsonObject } from "../json/json.ts";
import { isJsonObject } from "../json/json.ts";

/** A value computed by a CEL formula when the step runs. The tag decides, never the text (R3). */
export type Expr = { readonly $expr: string };
/** Text with formulas in it; plain strings are kept as they are, results are joined in as text. */
export type Template = { readonly $template: readonly TemplatePart[] };
export type TemplatePart = string | Expr;

export function isExpr(value: unknown): value is Expr {
  return isJsonObject(value as Json) && typeof (value as JsonObject).$expr === "string";
}

export function isTemplate(value: unknown): value is Template {
  return isJsonObject(value as Json) && Array.isArray((value as JsonObject).$template);
}

export function isTagged(value: unknown): value is Expr | Template {
  return isExpr(value) || isTemplate(value);
}
