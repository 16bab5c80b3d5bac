import { isJsonObject, type Json } from "../json/json.ts";

/**
 * Joins items of the same place: objects to one object (later fields win), anything else to a list of the items, null
 * where a list has ended.
 */
export function zipLists(lists: readonly (readonly Json[])[], until: "shortest" | "longest"): readonly Json[] {
  if (lists.length === 0) return [];
  const lengths = lists.map((list) => list.length);
  const length = until === "shortest" ? Math.min(...lengths) : Math.max(...lengths);
  return Array.from({ length }, (_, at) => joined(lists.map((list) => list[at] ?? null)));
}

function joined(items: readonly Json[]): Json {
  const present = items.filter((item) => item !== null);
  // Not Object.assign: it would act on a field named __proto__ instead of copying it.
  if (present.length > 0 && present.every(isJsonObject)) return Object.fromEntries(present.flatMap(Object.entries));
  return items;
}
