import { createHash } from "node:crypto";
import postgres, { type Sql } from "postgres";
import type { Plan } from "#core/compile/plan.ts";
import type { RunId, VersionId, WorkflowId, WorkspaceId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import { nodeRegistry } from "#core/nodes/registry.ts";
import type { RunEvent } from "#core/schedule/event.ts";
import { readEvents } from "#db/queries/events.ts";
import { createLogger } from "../../log.ts";
import type { StartRun } from "../admit/start-run.ts";
import type { Cluster } from "../cluster/join-cluster.ts";
import type { Interpret } from "../drive/drive.ts";
import { createEngine, type Engine, type EngineSettings } from "../engine.ts";
import { workflowId, workspaceId } from "./plans.ts";

/** Any hash will do that is the same for the same plan. */
function hashOf(plan: Plan): string {
  return createHash("sha256").update(JSON.stringify(plan)).digest("hex");
}

/** Effects that nothing answers: for runs that have none. */
const noEffects: Interpret = () => new Promise(() => undefined);

export function engineOf(
  sql: Sql,
  {
    interpret = noEffects,
    settings = {},
    installation = "test",
    cluster = null,
    rawClock,
  }: {
    interpret?: Interpret;
    settings?: Partial<EngineSettings>;
    installation?: string;
    cluster?: Cluster | null;
    rawClock?: () => number;
  } = {},
): Engine {
  const log = createLogger("silent");
  return createEngine({
    sql,
    registry: nodeRegistry,
    interpret,
    log,
    installation,
    cluster,
    callbackUrl: ({ runId, activation }) => `https://heddle.example.com/signals/${runId}/${activation}`,
    ...(rawClock ? { rawClock } : {}),
    settings: { stopGraceMs: 20, ...settings },
  });
}

/** A start request with what every one has. */
export function request(plan: Plan, input: Json = null, more: Partial<StartRun> = {}): StartRun {
  const trigger = plan.nodes.find((node) => node.kind === "trigger");
  if (!trigger) throw new Error("The plan has no trigger.");
  return {
    workspaceId,
    workflowId,
    planHash: hashOf(plan),
    plan,
    versionId: null,
    mode: "live",
    trigger: trigger.id,
    input,
    ...more,
  };
}

/** Makes the workspace and keeps the plan, so that a run of it can be taken over. Needs the owner's address. */
export async function prepare(url: string, plan: Plan): Promise<void> {
  const owner = postgres(url, { max: 1, onnotice: () => undefined });
  // The owner is bound by row-level security too (R9): without the policies' role it has to name the workspace.
  await owner.begin(async (sql) => {
    await sql`set local role heddle_app`;
    await sql`select set_config('heddle.workspace_id', ${workspaceId}, true)`;
    await sql`insert into workspaces (workspace_id, name) values (${workspaceId}, 'Engine') on conflict do nothing`;
    await sql`
      insert into plans (workspace_id, hash, plan, graph)
      values (${workspaceId}, ${hashOf(plan)}, ${JSON.stringify(plan)}::text::json, '{}') on conflict do nothing`;
  });
  await owner.end();
}

/** Publishes a plan as the live version of a workflow, so that other workflows can run it. */
export async function publish(
  url: string,
  { workflowId: id, title, plan }: { readonly workflowId: WorkflowId; readonly title: string; readonly plan: Plan },
): Promise<VersionId> {
  await prepare(url, plan);
  const owner = postgres(url, { max: 1, onnotice: () => undefined });
  const versionId = `ver_${hashOf(plan).slice(0, 16)}` as VersionId;
  await owner.begin(async (sql) => {
    await sql`set local role heddle_app`;
    await sql`select set_config('heddle.workspace_id', ${workspaceId}, true)`;
    await sql`
      insert into workflows (workspace_id, id, title, created_by)
      values (${workspaceId}, ${id}, ${title}, 'user_1') on conflict do nothing`;
    await sql`
      insert into versions (workspace_id, id, workflow_id, number, plan_hash, notes, document, created_by)
      values (${workspaceId}, ${versionId}, ${id}, 1, ${hashOf(plan)}, '', '', 'user_1') on conflict do nothing`;
    await sql`update workflows set live_version_id = ${versionId} where id = ${id}`;
  });
  await owner.end();
  return versionId;
}

export function journalOf(sql: Sql, runId: RunId, at: WorkspaceId = workspaceId): Promise<readonly RunEvent[]> {
  return readEvents(sql, { workspaceId: at, runId });
}
