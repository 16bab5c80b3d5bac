import { z } from "zod";
import { startRun } from "#server/commands/start-run.ts";
import { nodeId, workflowId } from "../../id-schema.ts";
import { json } from "../../json-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const start = procedureFor("run.start")
  .input(z.strictObject({ workflowId, trigger: nodeId.optional(), input: json, of: z.enum(["draft", "live"]) }))
  .mutation(({ ctx, input }) => startRun(ctx, input));
