import type { RunId } from "#core/id.ts";
import type { CommandContext } from "./command-context.ts";
import { notImplemented } from "./not-implemented.ts";

export function cancelRun(
  _context: CommandContext,
  _input: { readonly runId: RunId },
): Promise<{ readonly runId: RunId }> {
  return notImplemented();
}
