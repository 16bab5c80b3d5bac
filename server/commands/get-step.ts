import type { Plan } from "#core/compile/plan.ts";
import type { NodeId, RunId } from "#core/id.ts";
import type { Json } from "#core/json/json.ts";
import { type ItemPath, nodeOfActivation, pathOfActivation } from "#core/schedule/activation-id.ts";
import type { ActivationId, ActivationStatus, RunEvent, StoredValue } from "#core/schedule/event.ts";
import type { RunSummary } from "#core/schedule/run-summary.ts";
import { type StepHistory, stepHistoryOf } from "#core/schedule/step-history.ts";
import type { StepRecord } from "#core/schedule/step-record.ts";
import { type AppTransaction, withWorkspace } from "#db/client.ts";
import { blobsOf } from "#db/queries/events.ts";
import { findRun, findRunPlan } from "#db/queries/run-history.ts";
import { readEventsAlong, readValues } from "#db/queries/step-history.ts";
import { replayStep } from "../run/trial/replay-step.ts";
import type { CommandContext } from "./command-context.ts";
import { missing } from "./find-live-workflow.ts";

type Input = { readonly runId: RunId; readonly activation: ActivationId };

/** One step of one run: what arrived, settings as they came out, output or failure, effects. Throws `not_found`. */
export async function getStep(context: CommandContext, input: Input): Promise<StepRecord> {
  const { run, plan, events, values } = await withWorkspace(context.db, context.actor.workspaceId, (tx) =>
    read(tx, context, input),
  );
  const { activation } = input;
  const valueIn = (stored: StoredValue): Json => ("value" in stored ? stored.value : (values.get(stored.blob) ?? null));
  const { id, mode, startedAt, workflowId } = run;
  const facts = { id, workflowId, mode, startedAt: new Date(startedAt).toISOString() };
  const replayed = replayStep({ plan, registry: context.registry, facts, events, blobs: values }, activation);
  const own = events.filter((event) => "activation" in event && event.activation === activation);
  const emitted = own.findLast((event) => event.type === "activation.emitted");
  const failed = own.findLast((event) => event.type === "activation.failed");
  const first = own[0];
  const ms = (emitted ?? failed)?.ms ?? null;
  const history = stepHistoryOf(own);
  return {
    activation,
    nodeId: nodeOfActivation(activation),
    status: statusOf(own, run, history),
    ...replayed,
    ...(emitted ? { output: valueIn(emitted.output) } : {}),
    port: emitted?.port ?? null,
    failure: failed?.failure ?? null,
    startedAt: first ? startOf(first) : null,
    ms,
    ...history,
    callback:
      history.waiting?.on === "signal"
        ? context.signalPath({ workspaceId: context.actor.workspaceId, runId: id, activation })
        : null,
  };
}

async function read(tx: AppTransaction, { actor }: CommandContext, { runId, activation }: Input) {
  const { workspaceId } = actor;
  const run = await findRun(tx, { workspaceId, runId });
  const drawn = await findRunPlan(tx, { workspaceId, runId });
  if (!run || !drawn) return missing("run");
  const nodeId = nodeOfActivation(activation);
  const depth = depthOf(drawn.plan, nodeId);
  const path = pathOfActivation(activation);
  if (depth === null || path.length !== depth) return missing("step");
  const events = await readEventsAlong(tx, { workspaceId, runId, paths: pathsTo(drawn.plan, nodeId, path) });
  if (path.length > 0 && !events.some((event) => "activation" in event && event.activation === activation)) {
    return missing("step");
  }
  return { run, plan: drawn.plan, events, values: await readValues(tx, { workspaceId, hashes: [...blobsOf(events)] }) };
}

/**
 * Patterns of the paths whose events say what a step was given: of a list only its item, of rounds, visits and states
 * all of them, since each is given what those before it gave.
 */
function pathsTo({ nodes }: Plan, id: NodeId, path: ItemPath): readonly string[] {
  const levels: string[] = [];
  let at = nodes.find((node) => node.id === id)?.parent ?? null;
  for (let depth = path.length - 1; at !== null; depth--) {
    const owner = nodes.find((node) => node.id === at);
    levels.unshift(owner?.kind === "each" ? String(path[depth]) : "[0-9]+");
    at = owner?.parent ?? null;
  }
  return ["", ...levels.map((_, depth) => levels.slice(0, depth + 1).join("[.]"))];
}

/** How many containers a node is inside of; null for a node that the plan does not have. */
function depthOf({ nodes }: { readonly nodes: readonly { id: string; parent: string | null }[] }, id: string) {
  let depth = -1;
  for (let at: string | null = id; at !== null; depth++) {
    const node = nodes.find((each) => each.id === at);
    if (!node) return null;
    at = node.parent;
  }
  return depth;
}

/** A pure step is written down once it is done; it began as long before as it took. */
function startOf(first: RunEvent): number {
  return first.type === "activation.emitted" || first.type === "activation.failed"
    ? first.at - Math.round(first.ms)
    : first.at;
}

function statusOf(own: readonly RunEvent[], run: RunSummary, { waiting }: StepHistory): ActivationStatus {
  // The end of a failed run names the step that it failed at: that is no event of the step.
  const last = own.findLast((event) => event.type !== "run.failed");
  if (last?.type === "activation.emitted") return "succeeded";
  if (last?.type === "activation.failed") return "failed";
  if (run.endedAt !== null) return last ? "cancelled" : "skipped";
  if (waiting) return "waiting";
  return last ? "running" : "queued";
}
