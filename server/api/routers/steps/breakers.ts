import { z } from "zod";
import { listBreakers } from "#server/commands/list-breakers.ts";
import { workflowId } from "../../id-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const breakers = procedureFor("run.read")
  .input(z.strictObject({ workflowId }))
  .query(({ ctx, input }) => listBreakers(ctx, input));
