import { tracked } from "@trpc/server";
import { z } from "zod";
import { watchRuns } from "#server/commands/watch-runs.ts";
import { runId, workflowId } from "../../id-schema.ts";
import { translatingErrors } from "../../translate-errors.ts";
import { procedureFor } from "../../trpc.ts";

export const watch = procedureFor("run.read")
  .input(
    z.strictObject({
      workflowId,
      run: z.union([z.literal("newest"), runId]),
      /** Filled in by the client's event source when it connects again. */
      lastEventId: z.string().max(200).nullish(),
    }),
  )
  .subscription(async function* ({ ctx, input, signal }) {
    const messages = translatingErrors(watchRuns(ctx, { ...input, signal }));
    for await (const { id, message } of messages) yield tracked(id, message);
  });
