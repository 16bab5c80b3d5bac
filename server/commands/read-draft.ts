import * as Y from "yjs";
import { readGraph } from "#core/document/read-graph.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { WorkflowId } from "#core/id.ts";
import type { CommandContext } from "./command-context.ts";
import { findLiveWorkflow } from "./find-live-workflow.ts";

export type Draft = {
  readonly graph: Graph;
  /** The document as a Yjs update in the V2 encoding. */
  readonly state: Uint8Array;
};

/** The live document as it is now, everything acknowledged in it. Throws `not_found`. */
export async function readDraft(context: CommandContext, workflowId: WorkflowId): Promise<Draft> {
  await findLiveWorkflow(context, workflowId);
  return context.collab.read({ actor: context.actor, workflowId }, (doc) => ({
    graph: readGraph(doc),
    state: Y.encodeStateAsUpdateV2(doc),
  }));
}
