import { isExpr, isTemplate } from "#core/graph/tagged.ts";
import type { Json } from "#core/json/json.ts";
import { formulaOf } from "./field-mode.ts";

/** What a value of any type is written as. Text may hold values; a formula computes the whole. */
export const valueKinds = ["text", "number", "bool", "list", "object", "nothing", "formula"] as const;
export type ValueKind = (typeof valueKinds)[number];

export const valueKindTitles: Readonly<Record<ValueKind, string>> = {
  text: "Text",
  number: "Number",
  bool: "True or false",
  list: "List",
  object: "Object",
  nothing: "Nothing (null)",
  formula: "Formula",
};

export function kindOfValue(raw: Json | undefined): ValueKind {
  if (isExpr(raw)) return "formula";
  if (raw === undefined || typeof raw === "string" || isTemplate(raw)) return "text";
  if (raw === null) return "nothing";
  if (typeof raw === "number") return "number";
  if (typeof raw === "boolean") return "bool";
  return Array.isArray(raw) ? "list" : "object";
}

/** The same value as another kind where that makes sense (`"12"` to 12, 12 to `"12"`), else the kind's empty value. */
export function toKind(raw: Json | undefined, kind: ValueKind): Json {
  if (kindOfValue(raw) === kind && raw !== undefined) return raw;
  if (kind === "formula") return { $expr: formulaOf(raw) };
  const plain = isExpr(raw) ? parsed(raw.$expr) : raw;
  switch (kind) {
    case "text":
      return isExpr(raw) && typeof plain !== "string" ? asTemplate(raw.$expr) : asText(plain);
    case "number":
      return Number.isFinite(Number(asText(plain) || Number.NaN)) ? Number(asText(plain)) : 0;
    case "bool":
      return asText(plain) === "true";
    case "list":
      return listOf(typeof plain === "string" ? (parsed(plain) ?? plain) : plain);
    case "object":
      return objectOf(typeof plain === "string" ? parsed(plain) : plain);
    case "nothing":
      return null;
  }
}

function asTemplate(source: string): Json {
  return source.trim() === "" ? "" : { $template: [{ $expr: source }] };
}

function asText(plain: Json | undefined): string {
  if (plain === undefined || plain === null || isTemplate(plain)) return "";
  return typeof plain === "string" ? plain : JSON.stringify(plain);
}

function listOf(plain: Json | undefined): Json {
  if (Array.isArray(plain)) return plain as Json;
  return plain === undefined || plain === null || plain === "" || isTemplate(plain) ? [] : [plain];
}

function objectOf(plain: Json | undefined): Json {
  return typeof plain === "object" && plain !== null && !Array.isArray(plain) && !isTemplate(plain) ? plain : {};
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
