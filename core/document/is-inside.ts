import { type DocumentParts, mapAt } from "./layout.ts";

/** True when `id` is `ancestor` or lies in it at any depth. */
export function isInside(parts: DocumentParts, id: string, ancestor: string): boolean {
  const seen = new Set<string>();
  for (let at: unknown = id; typeof at === "string" && !seen.has(at); at = mapAt(parts.nodes, at)?.get("parent")) {
    if (at === ancestor) return true;
    seen.add(at);
  }
  return false;
}
