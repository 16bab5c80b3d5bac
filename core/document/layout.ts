import * as Y from "yjs";

/**
 * Where things are in a document:
 *
 *   meta:  Y.Map { title, description }
 *   nodes: Y.Map<nodeId, Y.Map { type, version, key, title, x, y, w, h, parent, disabled, pinned?, config: Y.Map,
 *                                "handling.<field>"? }>
 *   edges: Y.Map<"source.port>target.port", plain object with the ends>
 *   notes: Y.Map<noteId, Y.Map { x, y, w, h, color, text: Y.Text }>
 *   settings: Y.Map<field of the workflow's settings, setting>
 *
 * A node's maps are made once, with the node. What came later, its handling, is therefore fields beside the others: a
 * map made by the first who sets something would take with it what somebody else set at the same time. A setting is
 * plain JSON, or a Y.Text where people write at length.
 * Values are typed unknown: a document is input from outside (R13).
 */
export type DocumentParts = {
  readonly meta: Y.Map<unknown>;
  readonly nodes: Y.Map<unknown>;
  readonly edges: Y.Map<unknown>;
  readonly notes: Y.Map<unknown>;
  readonly settings: Y.Map<unknown>;
};

export function documentParts(doc: Y.Doc): DocumentParts {
  return {
    meta: doc.getMap("meta"),
    nodes: doc.getMap("nodes"),
    edges: doc.getMap("edges"),
    notes: doc.getMap("notes"),
    settings: doc.getMap("settings"),
  };
}

/** The map of a node or a note, when the document holds one under that id. */
export function mapAt(parent: Y.Map<unknown>, key: string): Y.Map<unknown> | undefined {
  const found = parent.get(key);
  return found instanceof Y.Map ? found : undefined;
}

/** The settings of a node's map. */
export function configOf(node: Y.Map<unknown>): Y.Map<unknown> | undefined {
  return mapAt(node, "config");
}

/** The entry of a node's map that holds one field of its handling. */
export function handlingEntry(field: string): string {
  return `handling.${field}`;
}

/** The field of the handling that an entry of a node's map holds; null for all other entries. */
export function handlingFieldOf(entry: string): string | null {
  return entry.startsWith("handling.") ? entry.slice("handling.".length) : null;
}
