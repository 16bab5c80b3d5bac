import { z } from "zod";
import { removeWorkflow } from "#server/commands/remove-workflow.ts";
import { workflowId } from "../../id-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const remove = procedureFor("workflow.remove")
  .input(z.strictObject({ workflowId }))
  .mutation(({ ctx, input }) => removeWorkflow(ctx, input));
