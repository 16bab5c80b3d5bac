import type { Graph } from "#core/graph/graph.ts";
import type { WorkflowId } from "#core/id.ts";
import { parseWorkflowFile } from "#core/workflow-file/parse-workflow-file.ts";
import { AppError } from "../errors.ts";
import type { CommandContext } from "./command-context.ts";
import { insertWorkflow } from "./insert-workflow.ts";
import { newId } from "./new-id.ts";

/** Makes a new workflow of a file. Throws `invalid` with the place of what is wrong; `data.errors` has all of it. */
export async function importWorkflow(
  context: CommandContext,
  { text }: { readonly text: string },
): Promise<{ readonly workflowId: WorkflowId }> {
  const graph = graphInFile(text);
  const workflowId = newId("wf");
  const title = graph.meta.title.trim() || "Imported workflow";
  await insertWorkflow(context, { workflowId, graph: { ...graph, meta: { ...graph.meta, title } } });
  return { workflowId };
}

export function graphInFile(text: string): Graph {
  const parsed = parseWorkflowFile(text);
  if (parsed.ok) return parsed.graph;
  throw new AppError("invalid", parsed.errors.join("\n"), { data: { errors: parsed.errors } });
}
