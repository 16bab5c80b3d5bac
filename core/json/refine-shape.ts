import { opened } from "./opened-shape.ts";
import { listShape, type Shape } from "./shape.ts";

/**
 * What is known for certain, filled with what recorded values taught wherever nothing is known. Samples never prove
 * that a field cannot exist, so objects that come from them stay open.
 */
export function refineShape(known: Shape, learned: Shape | undefined): Shape {
  if (!learned) return known;
  if (known.kind === "any") return opened(learned);
  if (known.kind === "list") return learned.kind === "list" ? listShape(refineShape(known.of, learned.of)) : known;
  if (known.kind !== "object" || learned.kind !== "object") return known;
  const fields: Record<string, Shape> = Object.create(null);
  for (const [name, shape] of Object.entries(known.fields)) fields[name] = refineShape(shape, learned.fields[name]);
  if (known.open) {
    for (const [name, shape] of Object.entries(learned.fields)) fields[name] ??= opened(shape);
  }
  return { ...known, fields };
}
