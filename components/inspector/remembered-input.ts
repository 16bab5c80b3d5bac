import type { NodeId, WorkflowId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";

/** Longer inputs are not kept: browsers give a site about five million letters in all. */
const lettersMax = 200_000;

/** What was entered last time for this trigger in this browser; undefined when nothing is kept. */
export function recallInput(workflowId: WorkflowId | null, trigger: NodeId): Json | undefined {
  try {
    const kept = localStorage.getItem(keyOf(workflowId, trigger));
    return kept === null ? undefined : (JSON.parse(kept) as Json);
  } catch {
    return undefined;
  }
}

export function rememberInput(workflowId: WorkflowId | null, trigger: NodeId, input: Json): void {
  const text = JSON.stringify(input);
  if (text.length > lettersMax) return;
  try {
    localStorage.setItem(keyOf(workflowId, trigger), text);
  } catch {
    // A browser that keeps nothing asks again the next time.
  }
}

function keyOf(workflowId: WorkflowId | null, trigger: NodeId): string {
  return `heddle.run-input.${workflowId}.${trigger}`;
}
