import * as Y from "yjs";
import type { GraphNode } from "../graph/graph.ts";
import { graphReader } from "./graph-reader.ts";
import { configOf, documentParts, mapAt } from "./layout.ts";
import { makeNode } from "./write-parts.ts";

/**
 * Remembers nodes as they were when they went. Yjs does not bring a value back when somebody changed it at the same
 * time, so a node that an undo restores, or whose change it takes back, can lack fields; whoever undoes fills them in.
 */
export type Lost = {
  /** Fills in what these nodes, and all that cannot be read any more, lack of what they last were. */
  readonly restore: (ids: readonly string[]) => void;
  readonly destroy: () => void;
};

/** The origin is nobody's, so that the filling in is no act of its own to undo. */
const restoring = { restoring: true };

export function rememberLost(doc: Y.Doc): Lost {
  const parts = documentParts(doc);
  const reader = graphReader(doc);
  const lost = new Map<string, GraphNode>();
  let before = reader.snapshot().nodes;
  const stop = reader.subscribe(() => {
    const after = reader.snapshot().nodes;
    if (after === before) return;
    const present = new Set(after.map((node) => node.id));
    for (const node of before) if (!present.has(node.id)) lost.set(node.id, node);
    before = after;
  });
  return {
    restore: (ids) => {
      const readable = new Set<string>(reader.snapshot().nodes.map((node) => node.id));
      const halves = [...parts.nodes.keys()].filter((id) => !readable.has(id));
      doc.transact(() => {
        for (const id of new Set([...ids, ...halves])) {
          const [map, node] = [mapAt(parts.nodes, id), lost.get(id)];
          if (map && node) fill(map, node);
        }
      }, restoring);
    },
    destroy: () => {
      stop();
      reader.destroy();
    },
  };
}

function fill(map: Y.Map<unknown>, node: GraphNode): void {
  const whole = new Y.Doc().getMap<Y.Map<unknown>>();
  whole.set("node", makeNode(node));
  const model = whole.get("node") as Y.Map<unknown>;
  copyMissing(model, map);
  const [from, to] = [configOf(model), configOf(map)];
  if (from && to) copyMissing(from, to);
}

function copyMissing(from: Y.Map<unknown>, to: Y.Map<unknown>): void {
  for (const [field, value] of from.entries()) {
    if (!to.has(field)) to.set(field, value instanceof Y.AbstractType ? value.clone() : value);
  }
}
