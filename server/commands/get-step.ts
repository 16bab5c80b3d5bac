import type { RunId } from "#core/id.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import type { StepRecord } from "#core/schedule/step-record.ts";
import type { CommandContext } from "./command-context.ts";
import { notImplemented } from "./not-implemented.ts";

export function getStep(
  _context: CommandContext,
  _input: { readonly runId: RunId; readonly activation: ActivationId },
): Promise<StepRecord> {
  return notImplemented();
}
