import { z } from "zod";
import { resumeRun } from "#server/commands/resume-run.ts";
import { runId } from "../../id-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const resume = procedureFor("run.resume")
  .input(z.strictObject({ runId }))
  .mutation(({ ctx, input }) => resumeRun(ctx, input));
