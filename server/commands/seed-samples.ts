import { withWorkspace } from "#db/client.ts";
import { allWorkflows } from "#db/queries/workflows.ts";
import { sampleWorkflows } from "#db/sample-workflows.ts";
import type { CommandContext } from "./command-context.ts";
import { getWorkflow } from "./get-workflow.ts";
import { graphInFile } from "./import-workflow.ts";
import { insertWorkflow } from "./insert-workflow.ts";
import { publishVersion } from "./publish-version.ts";

/**
 * Adds and publishes the sample workflows to a workspace in which nobody has made a workflow yet. A first start that
 * was cut short is completed by the next one; a sample that somebody has deleted does not come back.
 */
export async function seedSamples(context: CommandContext): Promise<void> {
  const { workspaceId } = context.actor;
  const samples = sampleWorkflows();
  const rows = await withWorkspace(context.db, workspaceId, (tx) => allWorkflows(tx, { workspaceId }));
  if (rows.some((row) => samples.every((sample) => sample.id !== row.id))) return;
  // The list shows what changed last first.
  for (const { id, text } of samples.toReversed()) {
    const row = rows.find((known) => known.id === id);
    if (!row) await insertWorkflow(context, { workflowId: id, graph: graphInFile(text) });
    if (!row || (row.liveVersionId === null && row.deletedAt === null)) {
      await publishVersion(context, { workflowId: id, notes: "As it came with Heddle." });
    }
  }
}

export type SampleCall = {
  readonly title: string;
  readonly url: string;
  /** A line for the terminal that calls it with a real file of the project. */
  readonly command: string;
};

/** The samples that answer at an address right now, for the lines that a start prints. `origin` is ours. */
export async function sampleCalls(context: CommandContext, origin: string): Promise<readonly SampleCall[]> {
  const { workspaceId } = context.actor;
  const rows = await withWorkspace(context.db, workspaceId, (tx) => allWorkflows(tx, { workspaceId }));
  const calls: SampleCall[] = [];
  for (const { id, call } of sampleWorkflows()) {
    const isHere = rows.some((row) => row.id === id && row.deletedAt === null);
    if (!call || !isHere) continue;
    const { title, hooks } = await getWorkflow(context, { workflowId: id });
    const hook = hooks.find((address) => address.live);
    if (!hook) continue;
    const url = `${origin}${hook.path}`;
    const headers = call.headers.map((header) => `-H '${header}'`).join(" ");
    calls.push({ title, url, command: `curl -s -X POST ${headers} --data-binary ${call.data} ${url}` });
  }
  return calls;
}
