import type { Plan } from "#core/compile/plan.ts";
import type { NodeId, RunId, UserId, VersionId, WorkflowId, WorkspaceId } from "#core/id.ts";
import { invariant } from "#core/invariant.ts";
import type { Json } from "#core/json/json.ts";
import type { ActivationId } from "#core/schedule/event.ts";
import { triggerKindOf } from "#core/schedule/trigger-kind.ts";
import { priorityOf } from "#core/settings/workflow-settings.ts";
import { AppError } from "../../errors.ts";
import { createDrive, detached, type RespondValue, type RunEnd, type RunWaiters, record } from "../drive/drive.ts";
import { newRunId } from "../drive/new-run-id.ts";
import { pump } from "../drive/pump.ts";
import { effectPolicy } from "../drive/recorded-effects.ts";
import { type Driving, unavailable } from "../driving.ts";
import type { AppendResult } from "../journal/journal.ts";
import { encodeValue } from "../journal/stored-values.ts";
import type { RunIdentity } from "../run-identity.ts";
import { admissionOf } from "./admit-run.ts";
import { queueRun, type RunToAccept, waitForQueued } from "./queue-run.ts";
import { roomIn } from "./room.ts";
import { watchDeadline } from "./watch-deadline.ts";

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

/**
 * Accepts a run; resolves when its first event is durable. It is driven at once as far as it goes without the world, or
 * queued: when there is no room, when others wait already, when its workflow has as many runs as it may, and in a process
 * that drives none.
 */
export async function startRun(driving: Driving, request: StartRun): Promise<StartedRun> {
  const { deps, plans } = driving;
  if (driving.isStopping || !deps.journal.isAccepting()) throw unavailable();
  await driving.clock.ready()?.catch((error: unknown) => {
    throw unavailable(error);
  });
  // A child is part of a run that is under way.
  if (!request.parent) driving.budget.assertRoom(request);
  const { workspaceId, planHash, mode, pins } = request;
  const index = plans.get(workspaceId, planHash) ?? plans.add(workspaceId, planHash, request.plan);
  const trigger = index.nodes.get(request.trigger)?.node;
  if (trigger?.kind !== "trigger") {
    throw new AppError("not_found", "This workflow has no such trigger. Reload the page to see it as it is now.");
  }
  const encoding = encodeValue(request.input);
  if (!encoding.ok) throw new AppError("too_large", encoding.failure.message);
  const startedAt = deps.now();
  const run: RunToAccept = {
    identity: identityOf(request, startedAt, request.parent ? "child" : triggerKindOf(trigger.type)),
    index,
    input: encoding.encoded,
    pins: (mode === "test" && pins) || new Map<NodeId, Json>(),
    startedAt,
    admission: admissionOf(request, startedAt),
  };
  return mustQueue(driving, run) ? await acceptQueued(driving, run) : await acceptDriven(driving, run, request.input);
}

/** A child is part of a run that is under way: it goes before those that have not begun. */
function mustQueue(driving: Driving, { admission, identity }: RunToAccept): boolean {
  if (!driving.dispatcher.drivesWhatItAccepts || roomIn(driving) === 0) return true;
  const isHeld = admission?.gate != null && admission.gate.whenBusy !== "drop";
  const isUrgent = identity.parentRunId !== null || (admission?.priority ?? 0) >= priorityOf.high;
  return isHeld || (driving.hasBacklog && !isUrgent);
}

async function acceptQueued(driving: Driving, run: RunToAccept): Promise<StartedRun> {
  const { identity } = run;
  const duplicateOf = firstRun(await queueRun(driving, run));
  if (duplicateOf) return known(duplicateOf);
  // Callers are made when somebody asks for them: 100,000 runs may be queued that nobody waits for.
  let made: ReturnType<typeof callers> | null = null;
  const waiting = () => {
    if (made) return made;
    made = callers();
    waitForQueued(driving, identity, made.waiters);
    return made;
  };
  return {
    runId: identity.id,
    isDuplicate: false,
    get response() {
      return waiting().response;
    },
    get ended() {
      return waiting().ended;
    },
  };
}

async function acceptDriven(driving: Driving, run: RunToAccept, input: Json): Promise<StartedRun> {
  const { deps, drives, onOver } = driving;
  const { identity, index, pins, startedAt, admission, input: encoded } = run;
  const { waiters, accepted, response, ended } = callers();
  const isAccepted = false;
  const answerEffect = effectPolicy(driving.sql, identity.workspaceId, admission?.recordedFrom ?? null);
  const about = { deps, identity, index, pins, epoch: 1, waiters, pump, onOver };
  const given = { ...about, isAccepted, startedAt, admission, answerEffect };
  const drive = createDrive(given);
  watchDeadline(drive, startedAt);
  drives.set(identity.id, drive);
  drive.input = input;
  record(drive, { type: "run.started", trigger: identity.triggerNode, input: encoded.stored }, encoded, startedAt);
  pump(drive);
  const duplicateOf = firstRun(await accepted);
  return duplicateOf ? known(duplicateOf) : { runId: identity.id, isDuplicate: false, response, ended };
}

/** The run that an equal key has started; null when ours is durable. Throws AppError when nothing was accepted. */
function firstRun(result: AppendResult): RunId | null {
  if (result === "durable") return null;
  if (result === "unavailable") throw unavailable();
  if (result === "busy") {
    const message = "As many runs of this workflow are under way as its settings allow. Try again when one has ended.";
    throw new AppError("too_many", message);
  }
  invariant(typeof result === "object", "the database takes a new run");
  return result.duplicateOf;
}

/** Whoever came first has its callers told; the others learn which run it is. */
function known(runId: RunId): StartedRun {
  return { runId, isDuplicate: true, response: Promise.resolve(null), ended: Promise.resolve(detached) };
}

function identityOf(request: StartRun, now: number, triggerKind: RunIdentity["triggerKind"]): RunIdentity {
  const {
    workspaceId,
    workflowId,
    versionId,
    planHash,
    mode,
    trigger: triggerNode,
    createdBy = null,
    parent,
  } = request;
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
