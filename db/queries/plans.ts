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

/** Keeps a plan; one that is there already is the same. */
export async function storePlan(
  sql: Sql,
  { workspaceId, hash, plan, graph }: { workspaceId: WorkspaceId; hash: string } & PlanRow,
): Promise<void> {
  await sql`
    insert into plans (workspace_id, hash, plan, graph)
    values (${workspaceId}, ${hash}, ${JSON.stringify(plan)}::text::json, ${JSON.stringify(graph)}::text::json)
    on conflict do nothing`;
}
