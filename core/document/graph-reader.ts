import type * as Y from "yjs";
import type { Graph, GraphEdge, GraphMeta, GraphNode, GraphNote } from "../graph/graph.ts";
import type { NodeId } from "../id.ts";
import { type DocumentParts, documentParts } from "./layout.ts";
import { type ChangedType, type PartCache, partCache } from "./part-cache.ts";
import { readEdge, readMeta, readNode, readNote, readSettings, soundParentOf } from "./read-parts.ts";

/**
 * Reads a document again and again, each time only what changed since; made for `useSyncExternalStore`.
 *
 * - `snapshot()` answers the same object until something visible changes. A change of one node keeps the identity of
 *   all other nodes, edges and notes, and of the lists that it does not touch.
 * - `subscribe(listener)` calls once after each transaction that touched the document; answers how to stop.
 * - `destroy()` stops listening to the document.
 */
export type GraphReader = {
  readonly snapshot: () => Graph;
  readonly subscribe: (listener: () => void) => () => void;
  readonly destroy: () => void;
};

export function graphReader(doc: Y.Doc): GraphReader {
  const parts = documentParts(doc);
  const listeners = new Set<() => void>();
  const nodes = partCache<GraphNode>(parts.nodes, readNode);
  const edges = partCache<GraphEdge>(parts.edges, readEdge);
  const notes = partCache<GraphNote>(parts.notes, readNote);
  let graph: Graph | undefined;
  let stale = true;

  const onTransaction = (transaction: Y.Transaction) => {
    let touched = false;
    for (const [type, keys] of transaction.changed) touched = mark(type, keys) || touched;
    if (!touched) return;
    stale = true;
    for (const listener of [...listeners]) listener();
  };
  const mark = (type: ChangedType, keys: ReadonlySet<string | null>): boolean => {
    if (type === (parts.meta as ChangedType) || isIn(parts.settings as ChangedType, type)) return true;
    return nodes.mark(type, keys) || edges.mark(type, keys) || notes.mark(type, keys);
  };
  doc.on("afterTransaction", onTransaction);

  return {
    snapshot: () => {
      if (stale || !graph) graph = assemble(parts, { nodes, edges, notes }, graph);
      stale = false;
      return graph;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    destroy: () => {
      doc.off("afterTransaction", onTransaction);
      listeners.clear();
    },
  };
}

/** A long setting is a text inside the map. */
function isIn(map: ChangedType, type: ChangedType): boolean {
  return type === map || type._item?.parent === map;
}

type Caches = {
  readonly nodes: PartCache<GraphNode>;
  readonly edges: PartCache<GraphEdge>;
  readonly notes: PartCache<GraphNote>;
};

function assemble(parts: DocumentParts, caches: Caches, previous: Graph | undefined): Graph {
  const meta: GraphMeta = readMeta(parts.meta, previous?.meta);
  const settings = readSettings(parts.settings, previous?.settings);
  const nodeById = caches.nodes.read() as ReadonlyMap<NodeId, GraphNode>;
  const oldById = new Map(previous?.nodes.map((node) => [node.id, node]));
  const nodes = [...nodeById.values()].map((node) => {
    const parent = soundParentOf(node, nodeById);
    if (parent === node.parent) return node;
    const old = oldById.get(node.id);
    const moved = { ...node, parent };
    return old && sameButParent(old, moved) ? old : moved;
  });
  const edges = [...caches.edges.read().values()].filter(
    (edge) => nodeById.has(edge.source) && nodeById.has(edge.target),
  );
  const notes = [...caches.notes.read().values()];
  const next: Graph = {
    meta,
    nodes: keepList(nodes, previous?.nodes),
    edges: keepList(edges, previous?.edges),
    notes: keepList(notes, previous?.notes),
    ...(settings ? { settings } : {}),
  };
  const same =
    previous &&
    next.meta === previous.meta &&
    next.nodes === previous.nodes &&
    next.edges === previous.edges &&
    next.notes === previous.notes &&
    next.settings === previous.settings;
  return same ? previous : next;
}

/** Every field of the old node, its config included, is the very value that the new one has. */
function sameButParent(old: GraphNode, node: GraphNode): boolean {
  const names = Object.keys(node) as (keyof GraphNode)[];
  return names.length === Object.keys(old).length && names.every((name) => Object.is(old[name], node[name]));
}

function keepList<T>(list: readonly T[], previous: readonly T[] | undefined): readonly T[] {
  const same = previous && previous.length === list.length && list.every((item, index) => item === previous[index]);
  return same ? previous : list;
}
