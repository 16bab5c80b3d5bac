import { z } from "zod";
import { getVersionGraph } from "#server/commands/get-version-graph.ts";
import { versionId } from "../../id-schema.ts";
import { procedureFor } from "../../trpc.ts";

export const graph = procedureFor("workflow.read")
  .input(z.strictObject({ versionId }))
  .query(({ ctx, input }) => getVersionGraph(ctx, input));
