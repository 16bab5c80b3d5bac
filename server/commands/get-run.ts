import type { Plan } from "#core/compile/plan.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { RunId } from "#core/id.ts";
import type { RunSummary } from "#core/schedule/run-summary.ts";
import { withWorkspace } from "#db/client.ts";
import { findRun, findRunPlan } from "#db/queries/run-history.ts";
import { findRunParent, type RunParent } from "#db/queries/run-parent.ts";
import type { CommandContext } from "./command-context.ts";
import { missing } from "./find-live-workflow.ts";

type DrawnRun = {
  readonly run: RunSummary;
  readonly graph: Graph;
  readonly plan: Plan;
  /** The run of which a step started this one. */
  readonly parent: RunParent | null;
};

/** A run with the drawing and the plan as they were when it began. Throws `not_found`. */
export async function getRun({ db, actor }: CommandContext, { runId }: { readonly runId: RunId }): Promise<DrawnRun> {
  const { workspaceId } = actor;
  return withWorkspace(db, workspaceId, async (tx) => {
    const run = await findRun(tx, { workspaceId, runId });
    const drawn = await findRunPlan(tx, { workspaceId, runId });
    if (!run || !drawn) return missing("run");
    const parent = run.trigger === "child" ? await findRunParent(tx, { workspaceId, runId }) : null;
    return { run, graph: drawn.graph, plan: drawn.plan, parent };
  });
}
