import type { Plan } from "#core/compile/plan.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { RunId } from "#core/id.ts";
import type { RunSummary } from "#core/schedule/run-summary.ts";
import type { CommandContext } from "./command-context.ts";
import { notImplemented } from "./not-implemented.ts";

export function getRun(
  _context: CommandContext,
  _input: { readonly runId: RunId },
): Promise<{ readonly run: RunSummary; readonly graph: Graph; readonly plan: Plan }> {
  return notImplemented();
}
