import type { NodeId, RunId } from "#core/id.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import type { ActivationSummary } from "#core/schedule/step-record.ts";
import type { CommandContext } from "./command-context.ts";
import { notImplemented } from "./not-implemented.ts";

export function listActivations(
  _context: CommandContext,
  _input: { readonly runId: RunId; readonly nodeId: NodeId; readonly cursor?: ActivationId | null | undefined },
): Promise<{ readonly items: readonly ActivationSummary[]; readonly nextCursor: ActivationId | null }> {
  return notImplemented();
}
