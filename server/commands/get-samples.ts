import type { NodeId, RunId, WorkflowId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import { withWorkspace } from "#db/client.ts";
import { readLastOutputs, readValues } from "#db/queries/step-history.ts";
import type { CommandContext } from "./command-context.ts";
import { findLiveWorkflow } from "./find-live-workflow.ts";
import { shortenJson } from "./shorten-json.ts";

export type Sample = {
  readonly runId: RunId;
  /** Unix milliseconds. */
  readonly at: number;
  readonly value: Json;
  /** True when long lists and texts were cut to fit. */
  readonly truncated: boolean;
};

/** How far back a step's last output is looked for. */
const runsLookedAt = 20;

/** The last known output of each step, from the newest runs, short enough to draw. Throws `not_found`. */
export async function getSamples(
  context: CommandContext,
  { workflowId }: { readonly workflowId: WorkflowId },
): Promise<Readonly<Record<NodeId, Sample>>> {
  const samples: [NodeId, Sample][] = [];
  for (const [nodeId, { value, ...where }] of await lastOutputs(context, workflowId)) {
    samples.push([nodeId, { ...where, ...shortenJson(value) }]);
  }
  return Object.fromEntries(samples);
}

/** The same with whole values. */
export async function lastOutputs(
  context: CommandContext,
  workflowId: WorkflowId,
): Promise<ReadonlyMap<NodeId, Omit<Sample, "truncated">>> {
  await findLiveWorkflow(context, workflowId);
  const { workspaceId } = context.actor;
  return withWorkspace(context.db, workspaceId, async (tx) => {
    const rows = await readLastOutputs(tx, { workspaceId, workflowId, runs: runsLookedAt });
    const hashes = rows.flatMap(({ output }) => ("blob" in output ? [output.blob] : []));
    const values = await readValues(tx, { workspaceId, hashes });
    return new Map(
      rows.map(({ nodeId, runId, at, output }) => {
        const value = "value" in output ? output.value : (values.get(output.blob) ?? null);
        return [nodeId, { runId, at: Math.round(at), value }] as const;
      }),
    );
  });
}
