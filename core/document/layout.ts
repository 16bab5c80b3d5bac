import * as Y from "yjs";

/**
 * Where things are in a document:
 *
 *   meta:  Y.Map { title, description }
 *   nodes: Y.Map<nodeId, Y.Map { type, version, key, title, x, y, w, h, parent, disabled, pinned?, config: Y.Map }>
 *   edges: Y.Map<"source.port>target.port", plain object with the ends>
 *   notes: Y.Map<noteId, Y.Map { x, y, w, h, color, text: Y.Text }>
 *
 * A node's maps are made once, with the node. A setting is plain JSON, or a Y.Text where people write at length.
 * Values are typed unknown: a document is input from outside (R13).
 */
export type DocumentParts = {
  readonly meta: Y.Map<unknown>;
  readonly nodes: Y.Map<unknown>;
  readonly edges: Y.Map<unknown>;
  readonly notes: Y.Map<unknown>;
};

export function documentParts(doc: Y.Doc): DocumentParts {
  return {
    meta: doc.getMap("meta"),
    nodes: doc.getMap("nodes"),
    edges: doc.getMap("edges"),
    notes: doc.getMap("notes"),
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
