import { isExpr, isTemplate } from "#core/graph/tagged.ts";
import type { Json } from "#core/json/json.ts";
import type { FieldSpec } from "./field-spec.ts";
import { emptyValueOf } from "./field-spec.ts";

/** `fixed`: written down. `text`: text with values in it. `formula`: computed. */
export type EntryMode = "fixed" | "text" | "formula";

/** The ways in which a field can be filled, the usual one first. */
export function modesOf({ meta }: FieldSpec): readonly EntryMode[] {
  if (meta.mode === "item") return ["formula"];
  if (meta.mode === "fixed") return ["fixed"];
  switch (meta.control) {
    case "text":
    case "long-text":
      return ["text", "formula"];
    case "value":
      return ["fixed", "text", "formula"];
    case "formula":
      return ["formula", "fixed"];
    case "rows":
    case "json":
    case "javascript":
    case "number":
    case "toggle":
    case "choice":
    case "date-time":
    case "time-zone":
    case "workflow":
    case "version":
      return ["fixed", "formula"];
  }
}

/** The way in which a raw value is written. */
export function modeOf(spec: FieldSpec, raw: Json | undefined): EntryMode {
  const modes = modesOf(spec);
  if (isExpr(raw)) return "formula";
  if (isTemplate(raw)) return "text";
  // Nothing, in a field for a formula, is the formula that has not been written yet.
  const isUnwritten = raw === undefined || (raw === null && spec.meta.control === "formula");
  if (isUnwritten || !modes.includes("fixed")) return modes[0] ?? "fixed";
  return "fixed";
}

/** The same value written in another way, as far as that can be done; the field's empty value otherwise. */
export function toMode(spec: FieldSpec, raw: Json | undefined, mode: EntryMode): Json {
  if (mode === "formula") return { $expr: formulaOf(raw) };
  if (mode === "text") return textOf(raw);
  const fixed = fixedOf(raw);
  return fixed !== undefined && fits(spec, fixed) ? fixed : (untagged(spec.initial) ?? emptyFixed(spec));
}

/** The formula that gives the same value. */
export function formulaOf(raw: Json | undefined): string {
  if (raw === undefined || raw === "" || raw === null) return "";
  if (isExpr(raw)) return raw.$expr;
  if (!isTemplate(raw)) return JSON.stringify(raw);
  const parts = raw.$template.filter((part) => part !== "");
  const [only] = parts;
  if (parts.length === 1 && isExpr(only)) return only.$expr;
  return parts.map((part) => (isExpr(part) ? `string(${part.$expr})` : JSON.stringify(part))).join(" + ");
}

function textOf(raw: Json | undefined): Json {
  if (isTemplate(raw) || typeof raw === "string") return raw;
  if (isExpr(raw)) {
    const literal = literalOf(raw.$expr);
    if (typeof literal === "string") return literal;
    return raw.$expr.trim() === "" ? "" : { $template: [{ $expr: raw.$expr }] };
  }
  return raw === undefined || raw === null ? "" : JSON.stringify(raw);
}

function fixedOf(raw: Json | undefined): Json | undefined {
  if (isExpr(raw)) return literalOf(raw.$expr);
  if (!isTemplate(raw)) return raw;
  return raw.$template.every((part) => typeof part === "string") ? raw.$template.join("") : undefined;
}

function literalOf(source: string): Json | undefined {
  try {
    return JSON.parse(source) as Json;
  } catch {
    return undefined;
  }
}

function untagged(value: Json | undefined): Json | undefined {
  return isExpr(value) || isTemplate(value) ? undefined : value;
}

function emptyFixed(spec: FieldSpec): Json {
  return spec.meta.control === "formula" ? null : emptyValueOf(spec);
}

function fits({ meta, choices }: FieldSpec, fixed: Json): boolean {
  switch (meta.control) {
    case "number":
      return typeof fixed === "number";
    case "toggle":
      return typeof fixed === "boolean";
    case "choice":
      return typeof fixed === "string" && choices.includes(fixed);
    case "rows":
      return Array.isArray(fixed);
    case "text":
    case "long-text":
    case "javascript":
    case "date-time":
    case "time-zone":
    case "workflow":
    case "version":
      return typeof fixed === "string";
    default:
      return true;
  }
}
