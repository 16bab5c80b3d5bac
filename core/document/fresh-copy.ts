import { renameStep } from "../expression/rename-step.ts";
import { edgeIdOf, type Graph } from "../graph/graph.ts";
import type { NodeId, NoteId } from "../id.ts";
import type { Json, JsonObject } from "../json/json.ts";
import type { GraphFragment } from "./commands.ts";
import { freeKey } from "./key-from-title.ts";
import { mapFormulas } from "./rewrite-formulas.ts";

export type CopyOptions = {
  /** Where the copy will be put: its keys are taken. */
  readonly into: Pick<Graph, "nodes">;
  /** Ids that nothing has yet; the random part is the caller's. */
  readonly newNodeId: () => NodeId;
  readonly newNoteId: () => NoteId;
};

/**
 * The same steps and notes under fresh ids and free keys, ready for `graph.insert`. Formulas that read steps of the
 * fragment read their copies; those that read other steps stay. Edges that lead out of the fragment are left out, and
 * a node whose container is not in it goes to the top level.
 */
export function freshCopy(fragment: GraphFragment, { into, newNodeId, newNoteId }: CopyOptions): GraphFragment {
  const idOf = new Map(fragment.nodes.map((node) => [node.id, newNodeId()]));
  const taken = new Set(into.nodes.map((node) => node.key));
  const keyOf = new Map<string, string>();
  const keys = fragment.nodes.map(({ key }) => {
    const free = freeKey(key, taken);
    taken.add(free);
    if (!keyOf.has(key)) keyOf.set(key, free);
    return free;
  });
  const rewrite = renamesOf(keyOf);
  return {
    nodes: fragment.nodes.map((node, at) => ({
      ...node,
      id: idOf.get(node.id) as NodeId,
      key: keys[at] ?? node.key,
      parent: (node.parent !== null && idOf.get(node.parent)) || null,
      config: mapFormulas(node.config as Json, rewrite) as JsonObject,
      ...(node.handling ? { handling: mapFormulas(node.handling as Json, rewrite) as JsonObject } : {}),
    })),
    edges: fragment.edges.flatMap((edge) => {
      const [source, target] = [idOf.get(edge.source), idOf.get(edge.target)];
      if (!source || !target) return [];
      const ends = { source, sourcePort: edge.sourcePort, target, targetPort: edge.targetPort };
      return [{ id: edgeIdOf(ends), ...ends }];
    }),
    notes: fragment.notes.map((note) => ({ ...note, id: newNoteId() })),
  };
}

/** All renames at once: by way of names that nobody has, so that `a` to `a_2` and `a_2` to `a_3` do not run together. */
function renamesOf(keyOf: ReadonlyMap<string, string>): (source: string) => string {
  const changed = [...keyOf].filter(([from, to]) => from !== to);
  const between = (at: number) => `__between_${at}`;
  return (source) => {
    if (!changed.some(([from]) => source.includes(from))) return source;
    const lifted = changed.reduce((text, [from], at) => renameStep(text, from, between(at)), source);
    return changed.reduce((text, [, to], at) => renameStep(text, between(at), to), lifted);
  };
}
