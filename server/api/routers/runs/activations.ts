import { z } from "zod";
import { listActivations } from "#server/commands/list-activations.ts";
import { activationId, nodeId, runId } from "../../id-schema.ts";
import { forward } from "../../page-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const activations = procedureFor("run.read")
  .input(z.strictObject({ runId, nodeId, cursor: activationId.nullish(), direction: forward }))
  .query(({ ctx, input }) => listActivations(ctx, input));
