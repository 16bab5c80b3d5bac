import type { ISql, PendingQuery, Row } from "postgres";
import type { TaskRequest } from "../../core/effects/task.ts";
import type { RunId, TaskId, WorkflowId, WorkspaceId } from "../../core/id.ts";
import type { ActivationId, StoredValue } from "../../core/schedule/event.ts";

/**
 * What an entry changes beside its run's row and events, in the same transaction. Few runs have any, so the statement of
 * all others stays as it is; a batch with extras takes a transaction, which is two round trips more.
 */
export type EntryExtras = {
  /** Messages of the run's inbox whose consequences are among the events. */
  readonly taken: readonly { readonly activation: ActivationId | "run"; readonly name: string }[];
  /** Messages to other runs of the workspace; those that have ended or are gone get none. */
  readonly tells: readonly RunTold[];
  readonly emissions: readonly EmissionRow[];
  readonly tasks: readonly TaskRow[];
  /** Tasks that nobody has to do any more. */
  readonly closedTasks: readonly { readonly id: TaskId; readonly status: "expired" | "cancelled" }[];
};

export type RunTold = {
  readonly runId: RunId;
  readonly activation: ActivationId | "run";
  readonly name: string;
  readonly value: StoredValue;
  readonly sentBy: string | null;
};

export type EmissionRow = {
  readonly id: string;
  readonly kind: "event" | "error";
  readonly name: string;
  readonly value: StoredValue;
  readonly workflowId: WorkflowId;
  readonly handlerWorkflowId: WorkflowId | null;
};

export type TaskRow = Omit<TaskRequest, "dueMs"> & {
  readonly id: TaskId;
  readonly workflowId: WorkflowId;
  readonly activation: ActivationId;
  /** Unix milliseconds; null without a limit. */
  readonly dueMs: number | null;
};

type EntryWithExtras = {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  readonly epoch: number;
  readonly extras: EntryExtras;
};

type Query = PendingQuery<Row[]>;

/**
 * The statements for the extras of a batch, to be sent after its append in the same transaction. Each names the epoch of
 * the run that it comes from, so one whose append was refused changes nothing here either. Written twice, they change
 * nothing the second time.
 */
export function extraStatements(sql: ISql, entries: readonly EntryWithExtras[]): Query[] {
  const rowsOf = <Each>(pick: (extras: EntryExtras) => readonly Each[]) =>
    entries.flatMap((entry) => pick(entry.extras).map((row) => ({ ...row, from: entry })));
  const taken = rowsOf((extras) => extras.taken);
  const tells = rowsOf((extras) => extras.tells);
  const emissions = rowsOf((extras) => extras.emissions);
  const tasks = rowsOf((extras) => extras.tasks);
  const closed = rowsOf((extras) => extras.closedTasks);
  return [
    ...(taken.length > 0 ? [takeMessages(sql, taken)] : []),
    ...(emissions.length > 0 ? [insertEmissions(sql, emissions)] : []),
    ...(tasks.length > 0 ? [insertTasks(sql, tasks)] : []),
    ...(closed.length > 0 ? [closeTasks(sql, closed)] : []),
    // Last: it locks rows of other runs.
    ...(tells.length > 0 ? [tellRuns(sql, tells)] : []),
  ];
}

type From = { readonly from: EntryWithExtras };

/**
 * Rows of a batch as JSON, one parameter whatever their columns, with the run that they come from. Values are texts in
 * it, to be cast to JSON: Postgres takes every escape that it meets on the way apart, and has no zero characters and no
 * half pairs in texts. Texts of columns go without them.
 */
function given(sql: ISql, rows: readonly From[]): Query {
  const flat = rows.map(({ from, ...row }) => ({
    ...Object.fromEntries(Object.entries(row).map(([name, part]) => [name, storable(part)])),
    workspace: from.workspaceId,
    run: from.runId,
    epoch: from.epoch,
  }));
  return sql`json_to_recordset(${JSON.stringify(flat)}::text::json)`;
}

function storable(part: unknown): unknown {
  if (typeof part === "string") return part.replaceAll("\0", "\ufffd").toWellFormed();
  return typeof part === "object" && part !== null ? JSON.stringify(part) : part;
}

function takeMessages(sql: ISql, rows: readonly (EntryExtras["taken"][number] & From)[]): Query {
  return sql`
    update run_inbox as message set taken_at = now()
    from ${given(sql, rows)} as new (workspace text, run text, epoch int, activation text, name text)
    join runs on runs.workspace_id = new.workspace and runs.id = new.run and runs.epoch = new.epoch
    where message.workspace_id = new.workspace and message.run_id = new.run and message.activation = new.activation
      and message.name = new.name and message.taken_at is null`;
}

function insertEmissions(sql: ISql, rows: readonly (EmissionRow & From)[]): Query {
  return sql`
    insert into emissions (
      workspace_id, id, kind, name, value, source_run_id, source_workflow_id, handler_workflow_id
    )
    select workspace, new.id, kind, name, value::json, run, "workflowId", "handlerWorkflowId"
    from ${given(sql, rows)} as new (
      workspace text, run text, epoch int, id text, kind text, name text, value text, "workflowId" text,
      "handlerWorkflowId" text
    )
    join runs on runs.workspace_id = new.workspace and runs.id = new.run and runs.epoch = new.epoch
    on conflict do nothing`;
}

function insertTasks(sql: ISql, rows: readonly (TaskRow & From)[]): Query {
  return sql`
    insert into tasks (
      workspace_id, id, run_id, workflow_id, activation, title, description, assignees, fields, choices, due_at
    )
    select workspace, new.id, run, "workflowId", activation, title, description, assignees::json, fields::json,
      choices::json, to_timestamp("dueMs" / 1000)
    from ${given(sql, rows)} as new (
      workspace text, run text, epoch int, id text, "workflowId" text, activation text, title text, description text,
      assignees text, fields text, choices text, "dueMs" float8
    )
    join runs on runs.workspace_id = new.workspace and runs.id = new.run and runs.epoch = new.epoch
    on conflict do nothing`;
}

function closeTasks(sql: ISql, rows: readonly (EntryExtras["closedTasks"][number] & From)[]): Query {
  return sql`
    update tasks set status = new.status
    from ${given(sql, rows)} as new (workspace text, run text, epoch int, id text, status text)
    join runs on runs.workspace_id = new.workspace and runs.id = new.run and runs.epoch = new.epoch
    where tasks.workspace_id = new.workspace and tasks.id = new.id and tasks.status = 'open'`;
}

/** The same as `sendToRun` for many: the receiving rows are locked first, in one order for everybody. */
function tellRuns(sql: ISql, rows: readonly (RunTold & From)[]): Query {
  return sql`
    with told as (
      select new.* from ${given(sql, rows)} as new (
        workspace text, run text, epoch int, "runId" text, activation text, name text, value text, "sentBy" text
      )
      join runs on runs.workspace_id = new.workspace and runs.id = new.run and runs.epoch = new.epoch
    ), receiver as (
      select workspace_id, id, status from runs
      where (workspace_id, id) in (select workspace, "runId" from told)
      order by workspace_id, id for update
    ), added as (
      insert into run_inbox (workspace_id, run_id, activation, name, value, sent_by)
      select receiver.workspace_id, receiver.id, activation, name, value::json, "sentBy"
      from told join receiver on receiver.workspace_id = told.workspace and receiver.id = told."runId"
      where receiver.status not in ('succeeded', 'failed', 'cancelled')
      on conflict do nothing
      returning workspace_id, run_id
    )
    update runs set
      messages = runs.messages + counted.messages,
      wake_at = case runs.status when 'waiting' then now() else runs.wake_at end
    from (select workspace_id, run_id, count(*)::int as messages from added group by workspace_id, run_id) as counted
    where runs.workspace_id = counted.workspace_id and runs.id = counted.run_id`;
}
