import type { WorkflowId } from "#core/id.ts";
import { withWorkspace } from "#db/client.ts";
import { findWorkflow, type WorkflowRow } from "#db/queries/workflows.ts";
import { AppError } from "../errors.ts";
import type { CommandContext } from "./command-context.ts";

/** The workflow's row. Throws `not_found` for one that never was, is in the bin, or is of another workspace. */
export async function findLiveWorkflow({ db, actor }: CommandContext, workflowId: WorkflowId): Promise<WorkflowRow> {
  const { workspaceId } = actor;
  const row = await withWorkspace(db, workspaceId, (tx) => findWorkflow(tx, { workspaceId, workflowId }));
  return row ?? missing("workflow");
}

/** One sentence for everything that is not there, so that what is elsewhere cannot be told from what is nowhere. */
export function missing(what: "workflow" | "version" | "run" | "step"): never {
  throw new AppError("not_found", `There is no such ${what}. It may have been deleted; go back to the list.`);
}
