import type { Json } from "#core/json/json.ts";
import type { Shape } from "#core/json/shape.ts";

export type DataKind = "any" | "null" | "bool" | "number" | "text" | "list" | "object" | "file";

/** A word for what a value is, as it stands beside a name. */
export const kindWords: Readonly<Record<DataKind, string>> = {
  any: "any",
  null: "null",
  bool: "true/false",
  number: "number",
  text: "text",
  list: "list",
  object: "object",
  file: "file",
};

export function kindOfJson(value: Json): DataKind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value === "object") return "$file" in value ? "file" : "object";
  return typeof value === "string" ? "text" : typeof value === "number" ? "number" : "bool";
}

/** `list of object`, `number`: the type as completion and tree show it. */
export function shapeWord(shape: Shape): string {
  if (shape.kind !== "list") return kindWords[shape.kind];
  return shape.of.kind === "any" ? "list" : `list of ${kindWords[shape.of.kind]}`;
}

/** The shape one step further in; `any` where nothing is known, undefined where there can be nothing. */
export function memberShape(shape: Shape, segment: string | number): Shape | undefined {
  if (shape.kind === "any") return shape;
  if (shape.kind === "list") return typeof segment === "number" ? shape.of : undefined;
  if (shape.kind !== "object") return undefined;
  const name = String(segment);
  if (Object.hasOwn(shape.fields, name)) return shape.fields[name];
  return shape.open ? { kind: "any" } : undefined;
}

/** One line of a value: `"text"`, `12`, `3 items`, `{ id, name, … }`. At most `most` characters. */
export function previewOf(value: Json, most = 80): string {
  if (typeof value === "string") return clip(value.replace(/\s+/g, " "), most);
  if (Array.isArray(value)) return value.length === 1 ? "1 item" : `${value.length.toLocaleString("en")} items`;
  if (typeof value === "object" && value !== null) {
    if ("$file" in value) return clip(String((value as { name?: Json }).name ?? "file"), most);
    const names = Object.keys(value);
    return names.length === 0
      ? "{}"
      : clip(`{ ${names.slice(0, 6).join(", ")}${names.length > 6 ? ", …" : ""} }`, most);
  }
  return String(value);
}

function clip(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
