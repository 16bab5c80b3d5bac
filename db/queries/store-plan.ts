import type { Plan } from "../../core/compile/plan.ts";
import type { Graph } from "../../core/graph/graph.ts";
import type { WorkspaceId } from "../../core/id.ts";
import type { AppTransaction } from "../client.ts";
import { plans } from "../schema/index.ts";

type StoredPlan = {
  readonly workspaceId: WorkspaceId;
  readonly hash: string;
  readonly plan: Plan;
  readonly graph: Graph;
};

/** Keeps a plan under its hash; one that is kept already is left as it is. */
export async function storePlan(tx: AppTransaction, { workspaceId, hash, plan, graph }: StoredPlan): Promise<void> {
  await tx.insert(plans).values({ workspaceId, hash, plan, graph }).onConflictDoNothing();
}
