import type { NodeId } from "#core/id.ts";

/** What was last entered for a trigger, while the tab is open; a closed dialog must not lose a pasted file. */
const entries = new Map<string, string>();

export function rememberedInput(nodeId: NodeId, kind: string): string | undefined {
  return entries.get(`${kind} ${nodeId}`);
}

export function rememberInput(nodeId: NodeId, kind: string, text: string): void {
  entries.set(`${kind} ${nodeId}`, text);
}
