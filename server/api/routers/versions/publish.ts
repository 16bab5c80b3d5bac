import { z } from "zod";
import { caps } from "#core/caps.ts";
import { publishVersion } from "#server/commands/publish-version.ts";
import { workflowId } from "../../id-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const publish = procedureFor("workflow.publish")
  .input(z.strictObject({ workflowId, notes: z.string().max(caps.descriptionChars).optional() }))
  .mutation(({ ctx, input }) => publishVersion(ctx, input));
