import { anyShape, type Shape } from "../json/shape.ts";

/** Shape of the items of a list; unknown when it is not known to be a list. */
export function itemShapeOf(list: Shape): Shape {
  return list.kind === "list" ? list.of : anyShape;
}

/** The shape of an object with more fields put in, which replace those of the same name. */
export function withFields(base: Shape, fields: Readonly<Record<string, Shape>>): Shape {
  if (base.kind !== "object") return { kind: "object", fields, open: base.kind === "any" };
  const optional = base.optional?.filter((name) => !Object.hasOwn(fields, name)) ?? [];
  return { ...base, fields: { ...base.fields, ...fields }, ...(base.optional ? { optional } : {}) };
}
