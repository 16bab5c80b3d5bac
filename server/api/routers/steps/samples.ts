import { z } from "zod";
import { getSamples } from "#server/commands/get-samples.ts";
import { workflowId } from "../../id-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const samples = procedureFor("run.read")
  .input(z.strictObject({ workflowId }))
  .query(({ ctx, input }) => getSamples(ctx, input));
