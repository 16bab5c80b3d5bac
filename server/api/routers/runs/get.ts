import { z } from "zod";
import { getRun } from "#server/commands/get-run.ts";
import { runId } from "../../id-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const get = procedureFor("run.read")
  .input(z.strictObject({ runId }))
  .query(({ ctx, input }) => getRun(ctx, input));
