import type { Plan } from "#core/compile/plan.ts";
import type { WorkspaceId } from "#core/id.ts";
import { indexPlan, type PlanIndex } from "#core/schedule/index-plan.ts";

/**
 * Indexed plans by hash, the newest 500. The same plan comes in as a new object whenever somebody reads it again; one
 * object for each keeps what is prepared once per plan (adjacency, settings) from being prepared again.
 */
export type KnownPlans = {
  readonly get: (workspaceId: WorkspaceId, hash: string) => PlanIndex | undefined;
  readonly add: (workspaceId: WorkspaceId, hash: string, plan: Plan) => PlanIndex;
};

const keptMax = 500;

export function createKnownPlans(): KnownPlans {
  const kept = new Map<string, PlanIndex>();
  return {
    get: (workspaceId, hash) => kept.get(`${workspaceId}/${hash}`),
    add: (workspaceId, hash, plan) => {
      const index = indexPlan(plan);
      // The oldest goes first: a map keeps the order in which things came in.
      for (const oldest of kept.keys()) {
        if (kept.size < keptMax) break;
        kept.delete(oldest);
      }
      kept.set(`${workspaceId}/${hash}`, index);
      return index;
    },
  };
}
