import * as Y from "yjs";
import { isId } from "../id.ts";
import type { DocumentParts } from "./layout.ts";

/**
 * True when somebody else changed a node or note since it was put here, drew an edge to it, or put something into it.
 * Told by the client ids on the live values; a deletion carries none and does not count.
 */
export function isTouchedByOthers(parts: DocumentParts, id: string): boolean {
  const root = isId("note", id) ? parts.notes : parts.nodes;
  const own = root._map.get(id);
  if (!own || own.deleted) return false;
  const isOther = (item: Y.Item) => !item.deleted && item.id.client !== own.id.client;
  return (
    holdsOther(root.get(id), isOther) ||
    [...parts.edges._map].some(([key, item]) => isOther(item) && isEndOf(key, id)) ||
    [...parts.nodes.values()].some((node) => {
      const parent = node instanceof Y.Map ? node._map.get("parent") : undefined;
      return parent !== undefined && isOther(parent) && (node as Y.Map<unknown>).get("parent") === id;
    })
  );
}

/** Whether an edge with this key begins or ends at the node. */
export function isEndOf(edgeKey: string, id: string): boolean {
  return edgeKey.startsWith(`${id}.`) || edgeKey.includes(`>${id}.`);
}

function holdsOther(value: unknown, isOther: (item: Y.Item) => boolean): boolean {
  if (!(value instanceof Y.AbstractType)) return false;
  for (const [field, item] of value._map) {
    if (isOther(item)) return true;
    if (value instanceof Y.Map && holdsOther(value.get(field), isOther)) return true;
  }
  for (let item = value._start; item !== null; item = item.right) if (isOther(item)) return true;
  return false;
}
