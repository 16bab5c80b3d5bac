import type { Sql } from "postgres";
import type { Plan } from "../../core/compile/plan.ts";
import type { Graph } from "../../core/graph/graph.ts";
import type { WorkspaceId } from "../../core/id.ts";

export type PlanRow = { readonly plan: Plan; readonly graph: Graph };

/** A plan and the graph it was compiled from, by their hash; null when the workspace has none such. */
export async function readPlan(
  sql: Sql,
  { workspaceId, hash }: { workspaceId: WorkspaceId; hash: string },
): Promise<PlanRow | null> {
  const [row] = await sql<PlanRow[]>`
    select plan, graph from plans where workspace_id = ${workspaceId} and hash = ${hash}`;
  return row ?? null;
}
