import { isJsonList, isJsonObject, type Json } from "../json/json.ts";

type TaggedFault = { readonly path: readonly (string | number)[]; readonly message: string };

/** The first formula or template in a setting that does not have its form, with its place; null when all have. */
export function taggedFaultOf(raw: Json, path: readonly (string | number)[] = []): TaggedFault | null {
  if (isJsonList(raw)) return firstOf(raw.entries(), path);
  if (!isJsonObject(raw)) return null;
  const names = Object.keys(raw);
  if ("$expr" in raw) {
    const sound = typeof raw.$expr === "string" && names.length === 1;
    return sound ? null : { path, message: 'a formula is written { "$expr": "…" } and nothing else.' };
  }
  if ("$template" in raw) {
    const parts = raw.$template;
    const sound = names.length === 1 && isJsonList(parts) && parts.every(isPart);
    return sound
      ? null
      : { path, message: 'a text with formulas is written { "$template": ["…", { "$expr": "…" }] }.' };
  }
  return firstOf(Object.entries(raw), path);
}

function isPart(part: Json): boolean {
  return (
    typeof part === "string" || (isJsonObject(part) && typeof part.$expr === "string" && Object.keys(part).length === 1)
  );
}

function firstOf(entries: Iterable<readonly [string | number, Json]>, path: readonly (string | number)[]) {
  for (const [step, value] of entries) {
    const fault = taggedFaultOf(value, [...path, step]);
    if (fault) return fault;
  }
  return null;
}
