import { z } from "zod";
import { caps } from "#core/caps.ts";
import { renameWorkflow } from "#server/commands/rename-workflow.ts";
import { workflowId } from "../../id-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const rename = procedureFor("workflow.edit")
  .input(z.strictObject({ workflowId, title: z.string().trim().min(1).max(caps.titleChars) }))
  .mutation(({ ctx, input }) => renameWorkflow(ctx, input));
