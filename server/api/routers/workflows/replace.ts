import { z } from "zod";
import { caps } from "#core/caps.ts";
import { replaceWorkflow } from "#server/commands/replace-workflow.ts";
import { workflowId } from "../../id-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const replace = procedureFor("workflow.edit")
  .input(z.strictObject({ workflowId, text: z.string().max(caps.documentBytes) }))
  .mutation(({ ctx, input }) => replaceWorkflow(ctx, input));
