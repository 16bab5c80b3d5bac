import { z } from "zod";
import { publishVersion } from "#server/commands/publish-version.ts";
import { workflowId } from "../../id-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const publish = procedureFor("workflow.publish")
  .input(z.strictObject({ workflowId, notes: z.string().max(2_000).optional() }))
  .mutation(({ ctx, input }) => publishVersion(ctx, input));
