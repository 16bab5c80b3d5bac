import { z } from "zod";
import { listRuns } from "#server/commands/list-runs.ts";
import { runId, workflowId } from "../../id-schema.ts";
import { forward } from "../../page-schema.ts";
import { procedureFor } from "../../trpc.ts";

const status = z.enum(["queued", "running", "waiting", "quarantined", "succeeded", "failed", "cancelled"]);

export const list = procedureFor("run.read")
  .input(
    z
      .strictObject({
        workflowId: workflowId.optional(),
        status: status.optional(),
        /** The last id of the page before. */
        cursor: runId.nullish(),
        direction: forward,
        limit: z.number().int().min(1).max(100).optional(),
      })
      .optional(),
  )
  .query(({ ctx, input }) => listRuns(ctx, input ?? {}));
