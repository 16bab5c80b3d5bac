import { z } from "zod";
import { startRun } from "#server/commands/start-run.ts";
import { nodeId, runId, workflowId } from "../../id-schema.ts";
import { json } from "../../json-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const start = procedureFor("run.start")
  .input(
    z.strictObject({
      workflowId,
      trigger: nodeId.optional(),
      input: json,
      of: z.enum(["draft", "live"]),
      until: nodeId.optional(),
      only: nodeId.optional(),
      effects: z.enum(["real", "recorded"]).optional(),
      recordedFrom: runId.optional(),
    }),
  )
  .mutation(({ ctx, input }) => startRun(ctx, input));
