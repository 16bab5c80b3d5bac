import type { WorkflowId } from "#core/id.ts";
import type { CommandContext } from "./command-context.ts";
import { findLiveWorkflow } from "./find-live-workflow.ts";

/** Changes the title in the document; everybody who has it open sees it, and lists follow within a moment. */
export async function renameWorkflow(
  context: CommandContext,
  { workflowId, title }: { readonly workflowId: WorkflowId; readonly title: string },
): Promise<{ readonly workflowId: WorkflowId }> {
  await findLiveWorkflow(context, workflowId);
  await context.collab.edit({ actor: context.actor, workflowId }, [{ type: "meta.set", meta: { title } }]);
  return { workflowId };
}
