import type { Sql } from "postgres";
import { evaluateExpression } from "#core/expression/evaluate.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { readBlobs } from "#db/queries/blobs.ts";
import {
  claimEmissions,
  deleteEmissions,
  type Emission,
  type FailedRun,
  findFailedRun,
  findSubscribers,
  readEventDepth,
  type Subscriber,
} from "#db/queries/live-triggers.ts";
import { type Starting, startTrigger } from "./start-trigger.ts";

const claimedMax = 50;

/**
 * Starts a run of every published workflow that listens to what runs have told; answers whether there may be more.
 * A process that ends before the emission is crossed off leaves it to the next, whose runs have the same keys.
 */
export async function passOnEmissions(sql: Sql, starting: Starting): Promise<boolean> {
  return await sql.begin(async (tx) => {
    const emissions = await claimEmissions(tx, claimedMax);
    if (emissions.length === 0) return false;
    // One after the other: those who listen to two events of one run start in the order in which it told them.
    for (const emission of emissions) await passOn(tx as unknown as Sql, emission, starting);
    await deleteEmissions(tx, emissions);
    return emissions.length === claimedMax;
  });
}

async function passOn(sql: Sql, emission: Emission, starting: Starting): Promise<void> {
  const subscribers = await findSubscribers(sql, emission);
  if (subscribers.length === 0) return;
  const { workspaceId, kind, id, sourceRunId: runId } = emission;
  const depth = (await readEventDepth(sql, { workspaceId, runId })) + 1;
  const input = kind === "event" ? await eventValue(sql, emission, depth) : await errorValue(sql, emission, depth);
  for (const subscriber of subscribers) {
    if (!isWanted(subscriber, input)) continue;
    const key = `${kind}/${depth}/${id}/${subscriber.workflowId}/${subscriber.nodeId}`;
    await startTrigger(starting, subscriber, { input, key });
  }
}

/** A filter that fails lets the run start: it fails on the same formula, where people see it. */
function isWanted({ filter }: Subscriber, input: JsonObject): boolean {
  if (filter === null) return true;
  const result = evaluateExpression(filter, { trigger: input });
  return !result.ok || result.value !== false;
}

async function eventValue(sql: Sql, emission: Emission, depth: number): Promise<JsonObject> {
  const { name, sourceWorkflowId: workflowId, sourceRunId: runId } = emission;
  return { name, value: await valueTold(sql, emission), source: { workflowId, runId, depth } };
}

async function valueTold(sql: Sql, { workspaceId, value }: Emission): Promise<Json> {
  if ("value" in value) return value.value;
  const blobs = await readBlobs(sql, { workspaceId, hashes: [value.blob] });
  return blobs.get(value.blob) ?? null;
}

async function errorValue(sql: Sql, emission: Emission, depth: number): Promise<JsonObject> {
  const { workspaceId, sourceRunId: runId, sourceWorkflowId: workflowId } = emission;
  const run = await findFailedRun(sql, { workspaceId, runId });
  const { code = "internal", message = "The run failed.", retryable = false, details = null } = run?.failure ?? {};
  return {
    workflow: { id: workflowId, title: run?.title ?? "" },
    run: { id: runId },
    failure: { code, message, retryable, details },
    step: stepOf(run),
    source: { workflowId, runId, depth },
  };
}

function stepOf(run: FailedRun | null): Json {
  const node = run?.plan?.nodes.find(({ id }) => id === run.failedNode);
  return node ? { id: node.id, key: node.key, title: node.title } : null;
}
