import { caps } from "#core/caps.ts";
import type { WorkflowId } from "#core/id.ts";
import type { CommandContext } from "./command-context.ts";
import { insertWorkflow } from "./insert-workflow.ts";
import { newId } from "./new-id.ts";
import { readDraft } from "./read-draft.ts";

const copyMark = " (copy)";

/** A new workflow with the same drawing; versions, runs and addresses of hooks are not copied. */
export async function duplicateWorkflow(
  context: CommandContext,
  input: { readonly workflowId: WorkflowId },
): Promise<{ readonly workflowId: WorkflowId }> {
  const { graph } = await readDraft(context, input.workflowId);
  const workflowId = newId("wf");
  const meta = { ...graph.meta, title: `${graph.meta.title.slice(0, caps.titleChars - copyMark.length)}${copyMark}` };
  await insertWorkflow(context, { workflowId, graph: { ...graph, meta } });
  return { workflowId };
}
