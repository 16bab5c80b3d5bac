import { z } from "zod";
import { isJsonObject, type JsonObject } from "#core/json/json.ts";
import { completeTask } from "#server/commands/complete-task.ts";
import { taskId } from "../../id-schema.ts";
import { json } from "../../json-schema.ts";
import { procedureFor } from "../../trpc.ts";

const values = json.refine(isJsonObject, "Give an object of the task's fields.");

export const complete = procedureFor("task.complete")
  .input(z.strictObject({ taskId, choice: z.string().max(1_000), values: values.optional() }))
  .mutation(({ ctx, input: { values: given = {}, ...input } }) =>
    completeTask(ctx, { ...input, values: given as JsonObject }),
  );
