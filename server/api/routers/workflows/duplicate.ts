import { z } from "zod";
import { duplicateWorkflow } from "#server/commands/duplicate-workflow.ts";
import { workflowId } from "../../id-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const duplicate = procedureFor("workflow.create")
  .input(z.strictObject({ workflowId }))
  .mutation(({ ctx, input }) => duplicateWorkflow(ctx, input));
