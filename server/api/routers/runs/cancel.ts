import { z } from "zod";
import { cancelRun } from "#server/commands/cancel-run.ts";
import { runId } from "../../id-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const cancel = procedureFor("run.cancel")
  .input(z.strictObject({ runId }))
  .mutation(({ ctx, input }) => cancelRun(ctx, input));
