import { z } from "zod";
import { taskStatuses } from "#db/queries/tasks.ts";
import { listTasks } from "#server/commands/list-tasks.ts";
import { runId, taskId } from "../../id-schema.ts";
import { forward } from "../../page-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const list = procedureFor("task.read")
  .input(
    z
      .strictObject({
        status: z.enum(taskStatuses).optional(),
        runId: runId.optional(),
        /** The last id of the page before. */
        cursor: taskId.nullish(),
        direction: forward,
        limit: z.number().int().min(1).max(100).optional(),
      })
      .optional(),
  )
  .query(({ ctx, input }) => listTasks(ctx, input ?? {}));
