import { z } from "zod";
import { restoreWorkflow } from "#server/commands/restore-workflow.ts";
import { workflowId } from "../../id-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const restore = procedureFor("workflow.remove")
  .input(z.strictObject({ workflowId }))
  .mutation(({ ctx, input }) => restoreWorkflow(ctx, input));
