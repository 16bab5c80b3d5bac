import { mayHold } from "#components/canvas/may-hold.ts";
import { defaultPorts } from "#components/editor/default-ports.ts";
import type { PickerRequest } from "#components/editor/session-store.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import { type NodeCategory, type NodeDefinition, nodeCategories } from "#core/node-kit/define-node.ts";
import type { Registry } from "#core/node-kit/registry.ts";

export const categoryTitles: Readonly<Record<NodeCategory, string>> = {
  trigger: "Triggers",
  logic: "Branch and decide",
  list: "Lists",
  text: "Data and text",
  integration: "Outside world",
  flow: "Flow",
};

/**
 * Step types that match every word of the query, best first: title before keywords before summary. All of them by
 * category, in the registry's order, when the query is empty.
 */
export function searchSteps(definitions: Iterable<NodeDefinition>, query: string): readonly NodeDefinition[] {
  const all = [...definitions].toSorted(
    (a, b) => nodeCategories.indexOf(a.category) - nodeCategories.indexOf(b.category),
  );
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return all;
  return all
    .map((definition) => ({ definition, score: scoreOf(definition, words) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ definition }) => definition);
}

function scoreOf(definition: NodeDefinition, words: readonly string[]): number {
  let total = 0;
  for (const word of words) {
    const score = scoreWord(definition, word);
    if (score === 0) return 0;
    total += score;
  }
  return total;
}

function scoreWord({ title, type, keywords = [], summary, category }: NodeDefinition, word: string): number {
  const name = title.toLowerCase();
  if (name.startsWith(word)) return 100;
  if (name.split(/\s+/).some((part) => part.startsWith(word))) return 80;
  if (keywords.some((keyword) => keyword.toLowerCase().startsWith(word))) return 60;
  if (name.includes(word) || type.includes(word)) return 40;
  if (categoryTitles[category].toLowerCase().includes(word)) return 20;
  if (summary.toLowerCase().includes(word)) return 10;
  return 0;
}

/** Whether a fresh step of this type can stand in a box, or outside of all, and be joined the way that was asked for. */
export function fitsJoin(
  { registry, box }: { readonly registry: Registry; readonly box: GraphNode | null },
  definition: NodeDefinition,
  join: PickerRequest["join"],
): boolean {
  const { input, output } = defaultPorts(definition);
  if (join.kind !== "nothing" && !mayHold(registry, box, definition)) return false;
  switch (join.kind) {
    case "nothing":
      return true;
    case "after":
      return input !== null;
    case "before":
      return output !== null;
    case "splice":
      return input !== null && output !== null;
    case "inside":
      return definition.role !== "respond";
  }
}
