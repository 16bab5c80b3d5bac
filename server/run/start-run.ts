import type { Plan } from "#core/compile/plan.ts";
import type { NodeId, RunId, UserId, VersionId, WorkflowId, WorkspaceId } from "#core/id.ts";
import { invariant } from "#core/invariant.ts";
import type { Json } from "#core/json/json.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import { triggerKindOf } from "#core/schedule/trigger-kind.ts";
import { AppError } from "../errors.ts";
import { createDrive, type RespondValue, type RunEnd, type RunWaiters, record } from "./drive.ts";
import { type Driving, unavailable } from "./driving.ts";
import type { AppendResult } from "./journal.ts";
import { newRunId } from "./new-run-id.ts";
import { pump } from "./pump.ts";
import { queueRun } from "./queue-run.ts";
import type { RunIdentity } from "./run-identity.ts";
import { encodeValue } from "./stored-values.ts";

export type StartRun = {
  /** Made by whoever must know it before; a new one otherwise. */
  readonly id?: RunId;
  readonly workspaceId: WorkspaceId;
  readonly workflowId: WorkflowId;
  readonly planHash: string;
  readonly plan: Plan;
  readonly versionId: VersionId | null;
  readonly mode: "test" | "live";
  readonly trigger: NodeId;
  readonly input: Json;
  /** Outputs that stand in for steps; test runs only. */
  readonly pins?: ReadonlyMap<NodeId, Json>;
  /** Who pressed Run. */
  readonly createdBy?: UserId;
  /** A second start with an equal key (see db/schema/run-keys.ts) within the time is told the first run. */
  readonly key?: { readonly text: string; readonly windowMs: number };
  /** The step of another run that starts this one. */
  readonly parent?: { readonly runId: RunId; readonly activation: ActivationId };
  /** Takes effects from this run's journal instead of doing them; test runs only. */
  readonly recordedFrom?: RunId;
};

export type StartedRun = {
  readonly runId: RunId;
  /** True when an earlier trigger with the same key had started it. */
  readonly isDuplicate: boolean;
  /** What the first respond step says, once that is durable; null when the run ends without one. Never rejects. */
  readonly response: Promise<RespondValue | null>;
  /** How the run ended, once that is durable. Never rejects. */
  readonly ended: Promise<RunEnd>;
};

/** Accepts a run and drives it as far as it goes without the world; resolves when its first event is durable. */
export async function startRun(driving: Driving, request: StartRun): Promise<StartedRun> {
  const { deps, drives, plans, onOver } = driving;
  if (driving.isStopping || !deps.journal.isAccepting()) throw unavailable();
  const { workspaceId, planHash, mode, pins } = request;
  const index = plans.get(workspaceId, planHash) ?? plans.add(workspaceId, planHash, request.plan);
  const trigger = index.nodes.get(request.trigger)?.node;
  if (trigger?.kind !== "trigger") {
    throw new AppError("not_found", "This workflow has no such trigger. Reload the page to see it as it is now.");
  }
  const encoding = encodeValue(request.input);
  if (!encoding.ok) throw new AppError("too_large", encoding.failure.message);
  const startedAt = deps.now();
  const identity = identityOf(request, startedAt, request.parent ? "child" : triggerKindOf(trigger.type));
  const { waiters, accepted, response, ended } = callers();
  const { encoded } = encoding;
  const allowedPins = (mode === "test" && pins) || new Map<NodeId, Json>();
  if (!driving.dispatcher.drivesWhatItAccepts) {
    const run = {
      identity,
      input: encoded,
      pins: allowedPins,
      startedAt,
      priority: 0,
      callers: { ...waiters, accepted: null },
    };
    await durable(queueRun(driving, run));
    return { runId: identity.id, isDuplicate: false, response, ended };
  }
  const drive = createDrive({
    deps,
    identity,
    index,
    pins: allowedPins,
    epoch: 1,
    waiters,
    pump,
    onOver,
    isAccepted: false,
    startedAt,
  });
  drives.set(identity.id, drive);
  drive.input = request.input;
  record(drive, { type: "run.started", trigger: trigger.id, input: encoded.stored }, encoded, startedAt);
  pump(drive);
  await durable(accepted);
  return { runId: identity.id, isDuplicate: false, response, ended };
}

async function durable(accepted: Promise<AppendResult>): Promise<void> {
  const result = await accepted;
  if (result === "unavailable") throw unavailable();
  invariant(result === "durable", "the database takes a new run");
}

function identityOf(request: StartRun, now: number, triggerKind: RunIdentity["triggerKind"]): RunIdentity {
  const { workspaceId, workflowId, versionId, planHash, mode, trigger: triggerNode, createdBy = null, parent } = request;
  return {
    workspaceId,
    id: request.id ?? newRunId(now),
    workflowId,
    versionId,
    planHash,
    mode,
    triggerNode,
    triggerKind,
    createdBy,
    parentRunId: parent?.runId ?? null,
    parentActivation: parent?.activation ?? null,
  };
}

function callers() {
  const waiters: RunWaiters = { accepted: null, response: null, ended: null };
  const accepted = new Promise<AppendResult>((resolve) => {
    waiters.accepted = resolve;
  });
  const response = new Promise<RespondValue | null>((resolve) => {
    waiters.response = resolve;
  });
  const ended = new Promise<RunEnd>((resolve) => {
    waiters.ended = resolve;
  });
  return { waiters, accepted, response, ended };
}
