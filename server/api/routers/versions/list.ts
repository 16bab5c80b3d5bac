import { z } from "zod";
import { listVersions } from "#server/commands/list-versions.ts";
import { workflowId } from "../../id-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const list = procedureFor("workflow.read")
  .input(z.strictObject({ workflowId }))
  .query(({ ctx, input }) => listVersions(ctx, input));
