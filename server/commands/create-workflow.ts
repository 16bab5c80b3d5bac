import { emptyGraph } from "#core/document/empty-graph.ts";
import type { WorkflowId } from "#core/id.ts";
import type { CommandContext } from "./command-context.ts";
import { insertWorkflow } from "./insert-workflow.ts";
import { newId } from "./new-id.ts";

/** Adds a workflow with an empty canvas. */
export async function createWorkflow(
  context: CommandContext,
  { title = "Untitled workflow" }: { readonly title?: string | undefined },
): Promise<{ readonly workflowId: WorkflowId }> {
  const workflowId = newId("wf");
  await insertWorkflow(context, { workflowId, graph: { ...emptyGraph, meta: { title, description: "" } } });
  return { workflowId };
}
