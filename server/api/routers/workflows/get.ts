import { z } from "zod";
import { getWorkflow } from "#server/commands/get-workflow.ts";
import { workflowId } from "../../id-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const get = procedureFor("workflow.read")
  .input(z.strictObject({ workflowId }))
  .query(({ ctx, input }) => getWorkflow(ctx, input));
