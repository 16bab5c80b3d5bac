import type { Graph } from "../graph/graph.ts";

/** What no single part shows: ids used twice, edges and parents that lead nowhere, containers in a circle. */
export function drawingFaultsOf({ nodes, edges, notes }: Graph): readonly string[] {
  const faults: string[] = [];
  const parentOf = new Map(nodes.map((node) => [node.id, node.parent]));
  const seen = new Set<string>();
  const once = (id: string, path: string) => {
    if (seen.has(id)) faults.push(`${path}: ${id} is there twice.`);
    seen.add(id);
  };
  for (const [at, node] of nodes.entries()) {
    once(node.id, `nodes[${at}].id`);
    if (node.parent === null) continue;
    if (!parentOf.has(node.parent)) faults.push(`nodes[${at}].parent: there is no step ${node.parent}.`);
    else if (holdsItself(node.id, parentOf)) faults.push(`nodes[${at}].parent: the step would hold itself.`);
  }
  for (const [at, edge] of edges.entries()) {
    once(edge.id, `edges[${at}]`);
    if (!parentOf.has(edge.source)) faults.push(`edges[${at}].from: there is no step ${edge.source}.`);
    if (!parentOf.has(edge.target)) faults.push(`edges[${at}].to: there is no step ${edge.target}.`);
  }
  for (const [at, note] of notes.entries()) once(note.id, `notes[${at}].id`);
  return faults;
}

function holdsItself(id: string, parentOf: ReadonlyMap<string, string | null>): boolean {
  const seen = new Set<string>();
  for (let at = parentOf.get(id); at && !seen.has(at); at = parentOf.get(at)) {
    if (at === id) return true;
    seen.add(at);
  }
  return false;
}
