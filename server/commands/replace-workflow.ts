import type { WorkflowId } from "#core/id.ts";
import type { CommandContext } from "./command-context.ts";
import { findLiveWorkflow } from "./find-live-workflow.ts";
import { graphInFile } from "./import-workflow.ts";

/** Makes the live document equal to a file, in one step that everybody sees. Throws `not_found` and `invalid`. */
export async function replaceWorkflow(
  context: CommandContext,
  { workflowId, text }: { readonly workflowId: WorkflowId; readonly text: string },
): Promise<{ readonly workflowId: WorkflowId }> {
  await findLiveWorkflow(context, workflowId);
  const graph = graphInFile(text);
  await context.collab.edit({ actor: context.actor, workflowId }, [{ type: "graph.replace", graph }]);
  return { workflowId };
}
