import { z } from "zod";
import { getStep } from "#server/commands/get-step.ts";
import { activationId, runId } from "../../id-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const step = procedureFor("run.read")
  .input(z.strictObject({ runId, activation: activationId }))
  .query(({ ctx, input }) => getStep(ctx, input));
