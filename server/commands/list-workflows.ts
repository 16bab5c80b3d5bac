import type { WorkflowId } from "#core/id.ts";
import type { RunSummary } from "#core/schedule/run-summary.ts";
import type { CommandContext } from "./command-context.ts";
import type { LiveVersion } from "./get-workflow.ts";
import { notImplemented } from "./not-implemented.ts";

export type WorkflowListItem = {
  readonly id: WorkflowId;
  readonly title: string;
  readonly description: string;
  /** Unix milliseconds. */
  readonly updatedAt: number;
  readonly live: LiveVersion | null;
  /** The newest run, if it ran at all. */
  readonly lastRun: RunSummary | null;
};

export function listWorkflows(
  _context: CommandContext,
  _input: { readonly search?: string | undefined; readonly removed?: boolean | undefined },
): Promise<{ readonly items: readonly WorkflowListItem[] }> {
  return notImplemented();
}
