import type { RunId, WorkflowId } from "#core/id.ts";
import type { RunStatus } from "#core/schedule/event.ts";
import type { RunSummary } from "#core/schedule/run-summary.ts";
import type { CommandContext } from "./command-context.ts";
import { notImplemented } from "./not-implemented.ts";

export type ListRunsInput = {
  readonly workflowId?: WorkflowId | undefined;
  readonly status?: RunStatus | undefined;
  readonly cursor?: RunId | null | undefined;
  /** 1 to 100; 50 when not given. */
  readonly limit?: number | undefined;
};

export function listRuns(
  _context: CommandContext,
  _input: ListRunsInput,
): Promise<{ readonly items: readonly RunSummary[]; readonly nextCursor: RunId | null }> {
  return notImplemented();
}
