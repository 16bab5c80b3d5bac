import type { Failure } from "#core/failure.ts";
import type { NodeId } from "#core/id.ts";
import { failureValue } from "#core/schedule/failure-value.ts";
import type { PlanIndex } from "#core/schedule/index-plan.ts";
import type { EmissionRow } from "#db/queries/journal-extras.ts";
import type { RunIdentity } from "../run-identity.ts";

type End = { readonly failure: Failure; readonly failedNode?: NodeId | null };

/**
 * What workflows that begin with an error trigger hear of a failed run; null for one that nobody is to hear of: a test
 * run, and a run that was itself started by a failure (two workflows would tell each other for ever).
 */
export function failureEmission(
  { id, mode, workflowId, triggerKind }: RunIdentity,
  index: PlanIndex,
  { failure, failedNode = null }: End,
): EmissionRow | null {
  if (mode === "test" || triggerKind === "error") return null;
  const node = failedNode && index.nodes.get(failedNode)?.node;
  const step = node ? { id: node.id, key: node.key, title: node.title } : null;
  return {
    id: `${id}/error`,
    kind: "error",
    name: workflowId,
    value: { value: { workflow: { id: workflowId }, run: { id }, failure: failureValue(failure), step } },
    workflowId,
    handlerWorkflowId: handlerOf(index),
  };
}

function handlerOf({ plan: { settings } }: PlanIndex): EmissionRow["handlerWorkflowId"] {
  return (settings?.errorWorkflow ?? null) as EmissionRow["handlerWorkflowId"];
}
