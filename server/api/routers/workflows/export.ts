import { z } from "zod";
import { exportWorkflow } from "#server/commands/export-workflow.ts";
import { workflowId } from "../../id-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const exportFile = procedureFor("workflow.read")
  .input(z.strictObject({ workflowId }))
  .query(({ ctx, input }) => exportWorkflow(ctx, input));
