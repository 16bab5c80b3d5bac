import { randomBytes } from "node:crypto";
import type { Sql } from "postgres";
import type { Plan } from "#core/compile/plan.ts";
import { hookTokenHash } from "#server/triggers/hook-token.ts";
import { at, fiveSteps } from "./five-steps.ts";

/** Publishes the workflow and answers the token of its hook. */
export async function publishFiveSteps(owner: Sql): Promise<string> {
  const { plan, graph } = fiveSteps();
  const token = randomBytes(32).toString("base64url");
  const { workspaceId, workflowId, versionId, planHash, trigger } = at;
  await owner.begin(async (sql) => {
    await sql`insert into workspaces (workspace_id, name) values (${workspaceId}, 'Bench')`;
    await sql`
      insert into workflows (workspace_id, id, title, live_version_id, created_by)
      values (${workspaceId}, ${workflowId}, 'Bench', ${versionId}, 'user_bench')`;
    await sql`
      insert into plans (workspace_id, hash, plan, graph)
      values (${workspaceId}, ${planHash}, ${JSON.stringify(plan)}::text::json, ${JSON.stringify(graph)}::text::json)`;
    await sql`
      insert into versions (workspace_id, id, workflow_id, number, plan_hash, document, created_by)
      values (${workspaceId}, ${versionId}, ${workflowId}, 1, ${planHash}, ''::bytea, 'user_bench')`;
    await sql`
      insert into hooks (workspace_id, workflow_id, node_id, token_hash, live)
      values (${workspaceId}, ${workflowId}, ${trigger}, ${hookTokenHash(token)}, true)`;
  });
  return token;
}

/** Keeps another plan to start runs of; the workspace must be there. */
export async function keepPlan(
  owner: Sql,
  { hash, plan }: { readonly hash: string; readonly plan: Plan },
): Promise<void> {
  const graph = JSON.stringify(fiveSteps().graph);
  await owner`
    insert into plans (workspace_id, hash, plan, graph)
    values (${at.workspaceId}, ${hash}, ${JSON.stringify(plan)}::text::json, ${graph}::text::json)`;
}
