import { z } from "zod";
import { listWorkflows } from "#server/commands/list-workflows.ts";
import { procedureFor } from "../../trpc.ts";

export const list = procedureFor("workflow.read")
  .input(z.strictObject({ search: z.string().max(200).optional(), removed: z.boolean().optional() }).optional())
  .query(({ ctx, input }) => listWorkflows(ctx, input ?? {}));
