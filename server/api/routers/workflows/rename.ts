import { z } from "zod";
import { renameWorkflow } from "#server/commands/rename-workflow.ts";
import { workflowId } from "../../id-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const rename = procedureFor("workflow.edit")
  .input(z.strictObject({ workflowId, title: z.string().trim().min(1).max(200) }))
  .mutation(({ ctx, input }) => renameWorkflow(ctx, input));
