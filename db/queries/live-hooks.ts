import type { Sql } from "postgres";
import type { Plan } from "../../core/compile/plan.ts";
import type { NodeId, VersionId, WorkflowId, WorkspaceId } from "../../core/id.ts";

export type LiveHookRow = {
  readonly workspaceId: WorkspaceId;
  readonly workflowId: WorkflowId;
  readonly nodeId: NodeId;
  readonly versionId: VersionId;
  readonly planHash: string;
  readonly plan: Plan;
};

/**
 * The published step behind a token, with the plan that it starts; null for every other token. Runs as the engine:
 * a hook is found before its workspace is known, by nothing but the hash of 256 secret bits.
 */
export async function findLiveHook(engine: Sql, tokenHash: string): Promise<LiveHookRow | null> {
  const [row] = await engine<LiveHookRow[]>`
    select
      h.workspace_id as "workspaceId", h.workflow_id as "workflowId", h.node_id as "nodeId",
      v.id as "versionId", v.plan_hash as "planHash", p.plan
    from hooks h
    join workflows w on w.workspace_id = h.workspace_id and w.id = h.workflow_id and w.deleted_at is null
    join versions v on v.workspace_id = w.workspace_id and v.id = w.live_version_id
    join plans p on p.workspace_id = v.workspace_id and p.hash = v.plan_hash
    where h.token_hash = ${tokenHash} and h.live`;
  return row ?? null;
}
