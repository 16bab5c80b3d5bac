import { z } from "zod";
import { caps } from "#core/caps.ts";
import { createWorkflow } from "#server/commands/create-workflow.ts";
import { procedureFor } from "../../trpc.ts";

export const create = procedureFor("workflow.create")
  .input(z.strictObject({ title: z.string().trim().min(1).max(caps.titleChars).optional() }).optional())
  .mutation(({ ctx, input }) => createWorkflow(ctx, input ?? {}));
