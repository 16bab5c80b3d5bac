import { sql } from "drizzle-orm";
import type { Failure } from "../../core/failure.ts";
import type { NodeId, RunId, WorkflowId, WorkspaceId } from "../../core/id.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";
import type { ActivationId, RunEvent } from "../../core/schedule/event.ts";
import type { AppTransaction } from "../client.ts";

type OneRun = { readonly workspaceId: WorkspaceId; readonly runId: RunId };
type Row = { readonly seq: number; readonly type: string; readonly at: number; readonly data: JsonObject };

/**
 * Fields of an event, cut out of its text where the journal's writer puts them: first and last. Postgres' own operators
 * refuse to read any field of a JSON text that holds \u0000 or half a surrogate pair anywhere, as values of users may.
 */
const activation = sql`substring(data::text from '^\\{"activation":"([^"]+)"')`;
const ms = sql`substring(data::text from '"ms":([0-9.eE+-]+)\\}$')::float8`;
const atMs = sql`extract(epoch from at)::float8 * 1000 as at`;

/**
 * What a journal says of the run as a whole and of the activations whose items are among `paths`: "" for the top level,
 * "3[.]0" for item 0 in item 3, "[0-9]+" for every one of a container at the top level. In order.
 */
export async function readEventsAlong(
  tx: AppTransaction,
  { workspaceId, runId, paths }: OneRun & { readonly paths: readonly string[] },
): Promise<readonly RunEvent[]> {
  const rows = await tx.execute<Row>(sql`
    select seq, type, ${atMs}, data from events
    where workspace_id = ${workspaceId} and run_id = ${runId}
      and (${activation} is null
        or split_part(${activation}, ':', 2) ~ ${`^(${paths.join("|")})$`})
    order by seq`);
  return rows.map(eventOf);
}

/** How each activation of one node went, in the order in which they began. */
export async function readIterations(
  tx: AppTransaction,
  {
    workspaceId,
    runId,
    nodeId,
    after,
    limit,
  }: OneRun & {
    readonly nodeId: NodeId;
    /** The last activation of the page before. */
    readonly after: ActivationId | null;
    readonly limit: number;
  },
): Promise<readonly IterationRow[]> {
  const rows = await tx.execute<Omit<IterationRow, "message"> & { readonly failed: string | null }>(sql`
    select ${activation} as activation, min(seq) as "firstSeq",
      extract(epoch from min(at))::float8 * 1000 as "startedAt",
      bool_or(type = 'activation.emitted') as "hasEmitted",
      bool_or(type = 'activation.failed') as "hasFailed",
      (array_agg(type order by seq desc))[1] in ('timer.set', 'wait.opened', 'attempt.failed') as "isWaiting",
      max(${ms}) filter (where type in ('activation.emitted', 'activation.failed')) as ms,
      max(data::text) filter (where type = 'activation.failed') as failed
    from events
    where workspace_id = ${workspaceId} and run_id = ${runId}
      and split_part(${activation}, ':', 1) = ${nodeId}
    group by 1
    having min(seq) > coalesce((
      select min(seq) from events
      where workspace_id = ${workspaceId} and run_id = ${runId} and ${activation} = ${after}
    ), 0)
    order by 2 limit ${limit}`);
  return rows.map(({ failed, ...row }) => ({ ...row, message: failed === null ? null : messageOf(failed) }));
}

export type IterationRow = {
  readonly activation: ActivationId;
  readonly firstSeq: number;
  readonly startedAt: number;
  readonly hasEmitted: boolean;
  readonly hasFailed: boolean;
  readonly isWaiting: boolean;
  readonly ms: number | null;
  readonly message: string | null;
};

export type LastOutput = {
  readonly nodeId: NodeId;
  readonly runId: RunId;
  /** Unix milliseconds. */
  readonly at: number;
  readonly output: { readonly value: Json } | { readonly blob: string; readonly bytes: number };
};

/** The newest output of each node over the last runs of a workflow. */
export async function readLastOutputs(
  tx: AppTransaction,
  { workspaceId, workflowId, runs }: { workspaceId: WorkspaceId; workflowId: WorkflowId; runs: number },
): Promise<readonly LastOutput[]> {
  const rows = await tx.execute<Omit<LastOutput, "output"> & { readonly data: Pick<LastOutput, "output"> }>(sql`
    with recent as (
      select id from runs where workspace_id = ${workspaceId} and workflow_id = ${workflowId}
      order by id desc nulls last limit ${runs}
    )
    select distinct on (node_id) node_id as "nodeId", run_id as "runId", ${atMs}, data
    from (
      select split_part(${activation}, ':', 1) as node_id, run_id, at, seq, data
      from events
      where workspace_id = ${workspaceId} and run_id in (select id from recent) and type = 'activation.emitted'
    ) as emitted
    order by node_id, run_id desc, seq desc`);
  return rows.map(({ data, ...row }) => ({ ...row, output: data.output }));
}

/** Large values by hash; a hash that is not there is absent. */
export async function readValues(
  tx: AppTransaction,
  { workspaceId, hashes }: { readonly workspaceId: WorkspaceId; readonly hashes: readonly string[] },
): Promise<ReadonlyMap<string, Json>> {
  if (hashes.length === 0) return new Map();
  const rows = await tx.execute<{ hash: string; json: Json }>(sql`
    select hash, json from blobs
    where workspace_id = ${workspaceId} and json is not null
      and hash in (select json_array_elements_text(${JSON.stringify(hashes)}::json))`);
  return new Map(rows.map((row) => [row.hash, row.json]));
}

function messageOf(failed: string): string {
  return (JSON.parse(failed) as { failure: Failure }).failure.message;
}

function eventOf({ seq, type, at, data }: Row): RunEvent {
  return { ...data, type, seq, at: Math.round(at) } as RunEvent;
}
