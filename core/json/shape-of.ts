import type { Json } from "./json.ts";
import { anyShape, boolShape, listShape, numberShape, objectShape, type Shape, textShape } from "./shape.ts";

/** Items of a list looked at; the rest of a long list hardly ever adds a field. */
const itemsLookedAt = 50;
const fieldsKept = 200;
const depthKept = 12;

/** What a known value teaches about values like it. Lists take the shape that fits all their items. */
export function shapeOf(value: Json | undefined, depth = 0): Shape {
  if (value === undefined || depth > depthKept) return anyShape;
  if (value === null) return { kind: "null" };
  switch (typeof value) {
    case "boolean":
      return boolShape;
    case "number":
      return numberShape;
    case "string":
      return textShape;
  }
  if (Array.isArray(value)) {
    const items: readonly Json[] = value;
    if (items.length === 0) return listShape(anyShape);
    return listShape(
      items
        .slice(0, itemsLookedAt)
        .map((item) => shapeOf(item, depth + 1))
        .reduce(mergeShapes),
    );
  }
  const keys = Object.keys(value);
  const fields: Record<string, Shape> = Object.create(null);
  const object = value as { readonly [key: string]: Json };
  for (const key of keys.slice(0, fieldsKept)) fields[key] = shapeOf(object[key], depth + 1);
  return objectShape(fields, keys.length > fieldsKept);
}

/**
 * The shape of a value that has one of two shapes. Null beside something else is that something (CEL has no null
 * types); two objects have the fields of both, those of only one being optional; anything else that differs is any.
 */
export function mergeShapes(a: Shape, b: Shape): Shape {
  if (a === b || b.kind === "null") return a;
  if (a.kind === "null") return b;
  if (a.kind === "list" && b.kind === "list") {
    // An empty list says nothing about its items.
    if (a.of.kind === "any") return b;
    if (b.of.kind === "any") return a;
    return listShape(mergeShapes(a.of, b.of));
  }
  if (a.kind !== "object" || b.kind !== "object") return a.kind === b.kind ? a : anyShape;
  const fields: Record<string, Shape> = Object.create(null);
  const optional = new Set([...(a.optional ?? []), ...(b.optional ?? [])]);
  for (const [name, shape] of Object.entries(a.fields)) {
    const other = b.fields[name];
    fields[name] = other ? mergeShapes(shape, other) : shape;
    if (!other) optional.add(name);
  }
  for (const [name, shape] of Object.entries(b.fields)) {
    if (a.fields[name]) continue;
    fields[name] = shape;
    optional.add(name);
  }
  const open = a.open || b.open;
  return optional.size === 0
    ? { kind: "object", fields, open }
    : { kind: "object", fields, open, optional: [...optional] };
}
