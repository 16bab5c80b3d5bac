import { z } from "zod";
import { testStep } from "#server/commands/test-step.ts";
import { nodeId, workflowId } from "../../id-schema.ts";
import { json } from "../../json-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const test = procedureFor("step.test")
  .input(z.strictObject({ workflowId, nodeId, input: json.optional() }))
  .mutation(({ ctx, input }) => testStep(ctx, input));
