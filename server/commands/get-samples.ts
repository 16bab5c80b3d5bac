import type { NodeId, RunId, WorkflowId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import type { CommandContext } from "./command-context.ts";
import { notImplemented } from "./not-implemented.ts";

export type Sample = {
  readonly runId: RunId;
  /** Unix milliseconds. */
  readonly at: number;
  readonly value: Json;
  /** True when long lists and texts were cut to fit. */
  readonly truncated: boolean;
};

export function getSamples(
  _context: CommandContext,
  _input: { readonly workflowId: WorkflowId },
): Promise<Readonly<Record<NodeId, Sample>>> {
  return notImplemented();
}
