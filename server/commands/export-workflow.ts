import type { WorkflowId } from "#core/id.ts";
import { writeWorkflowFile } from "#core/workflow-file/write-workflow-file.ts";
import type { CommandContext } from "./command-context.ts";
import { readDraft } from "./read-draft.ts";

/** The draft as a readable file, and a name for it. Throws `not_found`. */
export async function exportWorkflow(
  context: CommandContext,
  { workflowId }: { readonly workflowId: WorkflowId },
): Promise<{ readonly filename: string; readonly text: string }> {
  const { graph } = await readDraft(context, workflowId);
  return { filename: `${slugOf(graph.meta.title)}.workflow.json`, text: writeWorkflowFile(graph) };
}

function slugOf(title: string): string {
  const slug = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
  return slug || "workflow";
}
