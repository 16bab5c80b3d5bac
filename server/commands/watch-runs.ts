import type { TrackedEnvelope } from "@trpc/server";
import type { RunId, WorkflowId } from "#core/id.ts";
import type { LiveMessage } from "#core/schedule/live-message.ts";
import type { CommandContext } from "./command-context.ts";
import { notImplemented } from "./not-implemented.ts";

export type WatchRunsInput = {
  readonly workflowId: WorkflowId;
  readonly run: RunId | "newest";
  readonly lastEventId?: string | null | undefined;
  readonly signal: AbortSignal | undefined;
};

export async function* watchRuns(
  _context: CommandContext,
  _input: WatchRunsInput,
): AsyncGenerator<TrackedEnvelope<LiveMessage>, void> {
  await notImplemented();
}
