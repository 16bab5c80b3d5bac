import { z } from "zod";
import { caps } from "#core/caps.ts";
import { importWorkflow } from "#server/commands/import-workflow.ts";
import { procedureFor } from "../../trpc.ts";

export const importFile = procedureFor("workflow.create")
  .input(z.strictObject({ text: z.string().max(caps.documentBytes) }))
  .mutation(({ ctx, input }) => importWorkflow(ctx, input));
