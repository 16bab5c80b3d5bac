import type { ISql, Sql } from "postgres";
import { evaluateExpression } from "#core/expression/evaluate.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { readBlobs } from "#db/queries/blobs.ts";
import {
  claimEmissions,
  deleteEmissions,
  type Emission,
  type EmissionPlace,
  type FailedRun,
  findFailedRun,
  findSubscribers,
  readEventDepth,
  type Subscriber,
} from "#db/queries/live-triggers.ts";
import { type Starting, startTrigger } from "./start-trigger.ts";

const claimedMax = 50;
/** What found no room is tried again after this … */
const againAfterMs = 10_000;
/** … until it is so old: a workflow that never has room must not make the table grow for ever. */
const keptSecondsMax = 86_400;
const givenUp = "What a run told found no room for the runs that listen for a day, and is given up.";

/**
 * Makes what starts a run of every published workflow that listens to what runs have told; it answers whether there may
 * be more. A process that ends before an emission is crossed off leaves it to the next, whose runs have the same keys.
 *
 *     told -- claimed: its row is locked --> its runs are durable --> deleted, committed
 *          -- no room for one of its runs --> it stays, and those after it go on
 */
export function emissionPasser(sql: Sql, starting: Starting): () => Promise<boolean> {
  let after: EmissionPlace | null = null;
  let againAtMs = 0;
  return async () => {
    if (performance.now() > againAtMs) after = null;
    return await sql.begin(async (tx) => {
      const emissions: readonly Emission[] = await claimEmissions(tx, { limit: claimedMax, after });
      const last = emissions.at(-1);
      if (!last) return false;
      const read = readerOf(tx);
      const passing: Promise<boolean>[] = [];
      // Begun one after the other, since who listens to two events of a run should hear them in their order; waited for
      // together, so that the runs are written together.
      for (const emission of emissions) passing.push(settledLater(passOn(await heardBy(read, emission), starting)));
      const arePassed = await Promise.all(passing);
      const lost = emissions.filter((emission, at) => !arePassed[at] && emission.ageSeconds > keptSecondsMax);
      for (const { workspaceId, id, name } of lost) starting.log.error({ workspaceId, id, name }, givenUp);
      const passed = emissions.filter((emission, at) => arePassed[at] || lost.includes(emission));
      if (passed.length > 0) await deleteEmissions(tx, passed);
      if (passed.length < emissions.length && after === null) againAtMs = performance.now() + againAfterMs;
      if (passed.length < emissions.length || after !== null) after = last;
      return emissions.length === claimedMax;
    });
  };
}

/** A rejection is met where all are waited for, which is after some more reading. */
function settledLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

type Heard = { readonly subscriber: Subscriber; readonly input: JsonObject; readonly key: string };

/**
 * Reads for one batch, in which many emissions have the same name or come from the same run: each thing once. Passes on
 * 900 events a second on two cores; it was 250 with a look for each.
 */
function readerOf(sql: ISql) {
  const subscribers = new Map<string, Promise<readonly Subscriber[]>>();
  const depths = new Map<string, Promise<number>>();
  return {
    sql,
    subscribers: (emission: Emission) => {
      const { workspaceId, kind, name, handlerWorkflowId } = emission;
      return once(subscribers, JSON.stringify([workspaceId, kind, name, handlerWorkflowId]), () =>
        findSubscribers(sql, emission),
      );
    },
    depth: ({ workspaceId, sourceRunId: runId }: Emission) =>
      once(depths, `${workspaceId} ${runId}`, () => readEventDepth(sql, { workspaceId, runId })),
  };
}

function once<T>(known: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? read();
  known.set(key, found);
  return found;
}

/** Who starts a run because of an emission, and with what. */
async function heardBy(read: ReturnType<typeof readerOf>, emission: Emission): Promise<readonly Heard[]> {
  const subscribers = await read.subscribers(emission);
  if (subscribers.length === 0) return [];
  const { sql } = read;
  const { kind, id } = emission;
  const depth = (await read.depth(emission)) + 1;
  const input = kind === "event" ? await eventValue(sql, emission, depth) : await errorValue(sql, emission, depth);
  return subscribers
    .filter((subscriber) => isWanted(subscriber, input))
    .map((subscriber) => {
      const key = `${kind}/${depth}/${id}/${subscriber.workflowId}/${subscriber.nodeId}`;
      return { subscriber, input, key };
    });
}

/** Whether every run that is to begin has begun. */
async function passOn(heard: readonly Heard[], starting: Starting): Promise<boolean> {
  const begun = heard.map(({ subscriber, input, key }) => startTrigger(starting, subscriber, { input, key }));
  return (await Promise.all(begun)).every((hasRoom) => hasRoom);
}

/** A filter that fails lets the run start: it fails on the same formula, where people see it. */
function isWanted({ filter }: Subscriber, input: JsonObject): boolean {
  if (filter === null) return true;
  const result = evaluateExpression(filter, { trigger: input });
  return !result.ok || result.value !== false;
}

async function eventValue(sql: ISql, emission: Emission, depth: number): Promise<JsonObject> {
  const { name, sourceWorkflowId: workflowId, sourceRunId: runId } = emission;
  return { name, value: await valueTold(sql, emission), source: { workflowId, runId, depth } };
}

async function valueTold(sql: ISql, { workspaceId, value }: Emission): Promise<Json> {
  if ("value" in value) return value.value;
  const blobs = await readBlobs(sql, { workspaceId, hashes: [value.blob] });
  return blobs.get(value.blob) ?? null;
}

async function errorValue(sql: ISql, emission: Emission, depth: number): Promise<JsonObject> {
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
