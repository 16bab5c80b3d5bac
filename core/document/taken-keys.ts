import type { NodeId } from "../id.ts";
import { type DocumentParts, mapAt } from "./layout.ts";

/** Every key in the document, but for those of the node `except`. */
export function takenKeys(parts: DocumentParts, except?: NodeId): Set<string> {
  const keys = new Set<string>();
  for (const id of parts.nodes.keys()) {
    const key = id === except ? undefined : mapAt(parts.nodes, id)?.get("key");
    if (typeof key === "string") keys.add(key);
  }
  return keys;
}
