import type { Sql } from "postgres";
import type { WorkflowId, WorkspaceId } from "../../core/id.ts";

/** What the journals of a workflow's runs of one week took. */
export type Usage = {
  readonly workspaceId: WorkspaceId;
  readonly workflowId: WorkflowId;
  /** Any moment of the week; Unix milliseconds. */
  readonly weekMs: number;
  readonly runs: number;
  readonly bytes: number;
};

/** The name of a partition without its table: `2026w47`. Weeks begin on Monday, UTC. */
export function weekOf(sql: Sql, moment: ReturnType<Sql>): ReturnType<Sql> {
  return sql`to_char(${moment} at time zone 'UTC', 'IYYY"w"IW')`;
}

/** Adds to what is counted already, in one order for everybody. */
export async function addUsage(sql: Sql, usage: readonly Usage[]): Promise<void> {
  const rows = usage.toSorted((a, b) => (a.workspaceId + a.workflowId < b.workspaceId + b.workflowId ? -1 : 1));
  await sql`
    insert into workflow_usage as usage (workspace_id, workflow_id, week, runs, bytes)
    select workspace_id, workflow_id, ${weekOf(sql, sql`to_timestamp(week_ms / 1000)`)}, runs, bytes
    from unnest(
      ${rows.map((row) => row.workspaceId)}::text[], ${rows.map((row) => row.workflowId)}::text[],
      ${rows.map((row) => row.weekMs)}::float8[], ${rows.map((row) => row.runs)}::int[],
      ${rows.map((row) => row.bytes)}::float8[]
    ) as new (workspace_id, workflow_id, week_ms, runs, bytes)
    -- A workspace that has been removed meanwhile costs the others nothing.
    join workspaces using (workspace_id)
    on conflict (workspace_id, workflow_id, week) do update set
      runs = usage.runs + excluded.runs, bytes = usage.bytes + excluded.bytes`;
}

/** Bytes of all journals, and of those workflows that have so many or more. */
export async function readUsage(
  sql: Sql,
  { workflowBytes }: { readonly workflowBytes: number | null },
): Promise<{
  readonly bytes: number;
  readonly large: readonly { workspaceId: WorkspaceId; workflowId: WorkflowId }[];
}> {
  const rows = await sql<{ workspaceId: WorkspaceId; workflowId: WorkflowId; bytes: number }[]>`
    select workspace_id as "workspaceId", workflow_id as "workflowId", sum(bytes)::float8 as bytes
    from workflow_usage group by 1, 2`;
  const bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
  return { bytes, large: workflowBytes === null ? [] : rows.filter((row) => row.bytes >= workflowBytes) };
}
