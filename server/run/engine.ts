import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import type { Plan } from "#core/compile/plan.ts";
import type { NodeId, RunId, UserId, VersionId, WorkflowId, WorkspaceId } from "#core/id.ts";
import { invariant } from "#core/invariant.ts";
import type { Json } from "#core/json/json.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import type { StepRecord } from "#core/schedule/step-record.ts";
import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import { claimOneRun, releaseRuns } from "#db/queries/runs.ts";
import { AppError } from "../errors.ts";
import type { Logger } from "../log.ts";
import {
  createDrive,
  type Drive,
  type DriveDeps,
  detached,
  type Interpret,
  type RespondValue,
  type RunEnd,
  type RunWaiters,
  record,
} from "./drive.ts";
import { createJournal } from "./journal.ts";
import { createKnownPlans } from "./known-plans.ts";
import { leaveMemory } from "./leave-memory.ts";
import { createLiveHub, type LiveHub } from "./live-hub.ts";
import { newRunId } from "./new-run-id.ts";
import { pump } from "./pump.ts";
import { refuseCancel } from "./refuse-cancel.ts";
import { encodeValue } from "./stored-values.ts";
import { createTakeOver } from "./take-over.ts";
import { type TestStep, testStep } from "./test-step.ts";
import { watchOver } from "./watch-over.ts";

export type EngineDeps = {
  /** Under the engine's role. */
  readonly sql: Sql;
  readonly registry: Registry;
  readonly interpret: Interpret;
  readonly log: Logger;
  /** Names this installation: runs of its earlier processes are taken over when it starts. No slash in it. */
  readonly installation: string;
  readonly settings?: Partial<EngineSettings>;
};

export type EngineSettings = {
  /** How long a run belongs to a process that gives no sign of life. */
  readonly leaseSeconds: number;
  /** A run that only sleeps longer than this is put away until its time comes. */
  readonly parkAfterMs: number;
  /** How often waiting runs are looked for whose time has come. */
  readonly pollMs: number;
  /** How long `stop` lets runs end by themselves before it hands them back. */
  readonly stopGraceMs: number;
};

export const engineSettings: EngineSettings = {
  leaseSeconds: 30,
  parkAfterMs: 5_000,
  pollMs: 1_000,
  stopGraceMs: 5_000,
};

export type StartRun = {
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
};

export type StartedRun = {
  readonly runId: RunId;
  /** What the first respond step says, once that is durable; null when the run ends without one. Never rejects. */
  readonly response: Promise<RespondValue | null>;
  /** How the run ended, once that is durable. Never rejects. */
  readonly ended: Promise<RunEnd>;
};

export type Engine = {
  /**
   * Accepts a run; resolves when its first event is durable. Throws AppError: `unavailable` while the database is gone
   * or the server stops (nothing was accepted), `too_large` for the input, `not_found` for the trigger.
   */
  readonly start: (request: StartRun) => Promise<StartedRun>;
  /** Stops a run; resolves when the request is durable. A run that has ended stays as it is. Throws AppError. */
  readonly cancel: (workspaceId: WorkspaceId, runId: RunId, by: string) => Promise<void>;
  /** Runs one step alone with real effects; nothing is written. */
  readonly testStep: (request: TestStep) => Promise<StepRecord>;
  readonly live: LiveHub;
  /** Accepts nothing more, lets runs end for a while, hands the others back. */
  readonly stop: () => Promise<void>;
};

/** Starts the engine: it takes over what earlier processes left and watches over waiting runs until it is stopped. */
export function createEngine({ sql, registry, interpret, log, installation, settings }: EngineDeps): Engine {
  const { leaseSeconds, parkAfterMs, pollMs, stopGraceMs } = { ...engineSettings, ...settings };
  const owner = `${installation}/${randomUUID()}`;
  const live = createLiveHub(log);
  const journal = createJournal({ sql, owner, leaseSeconds, log });
  const deps: DriveDeps = { registry, journal, interpret, live, log, now: Date.now, parkAfterMs };
  const plans = createKnownPlans();
  const drives = new Map<RunId, Drive>();
  /** Callers that wait for a run which is put away; they are told when it goes on in this process. */
  const waitingCallers = new Map<RunId, RunWaiters>();
  let isStopping = false;
  let whenEmpty: (() => void) | null = null;

  const onOver = (drive: Drive): void => {
    drives.delete(drive.identity.id);
    if (drive.waiters.ended) waitingCallers.set(drive.identity.id, drive.waiters);
    if (drives.size === 0) whenEmpty?.();
  };
  const takeOver = createTakeOver({ sql, plans, deps, drives, waitingCallers, onOver });
  const watch = watchOver({ sql, owner, leaseSeconds, pollMs, installation, drives, takeOver, log });

  async function start(request: StartRun): Promise<StartedRun> {
    if (isStopping || !journal.isAccepting()) throw unavailable();
    const { workspaceId, planHash } = request;
    const index = plans.get(workspaceId, planHash) ?? plans.add(workspaceId, planHash, request.plan);
    const trigger = index.nodes.get(request.trigger);
    if (trigger?.node.kind !== "trigger") {
      throw new AppError("not_found", "This workflow has no such trigger. Reload the page to see it as it is now.");
    }
    const encoding = encodeValue(request.input);
    if (!encoding.ok) throw new AppError("too_large", encoding.failure.message);
    const now = deps.now();
    const { workflowId, versionId, mode, pins = new Map(), createdBy = null } = request;
    const identity = {
      workspaceId,
      id: newRunId(now),
      workflowId,
      versionId,
      planHash,
      mode,
      triggerNode: trigger.node.id,
      triggerKind: trigger.node.type === "webhook" ? ("webhook" as const) : ("manual" as const),
      createdBy,
    };
    const waiters: RunWaiters = { accepted: null, response: null, ended: null };
    const accepted = new Promise<"durable" | "unavailable" | "refused">((resolve) => (waiters.accepted = resolve));
    const response = new Promise<RespondValue | null>((resolve) => (waiters.response = resolve));
    const ended = new Promise<RunEnd>((resolve) => (waiters.ended = resolve));
    const drive = createDrive({
      deps,
      identity,
      index,
      pins: mode === "test" ? pins : new Map(),
      epoch: 1,
      waiters,
      pump,
      onOver,
      isAccepted: false,
      startedAt: now,
    });
    drives.set(identity.id, drive);
    drive.input = request.input;
    record(
      drive,
      { type: "run.started", trigger: trigger.node.id, input: encoding.encoded.stored },
      encoding.encoded,
      now,
    );
    pump(drive);
    const result = await accepted;
    if (result === "unavailable") throw unavailable();
    invariant(result === "durable", "the database takes a new run");
    return { runId: identity.id, response, ended };
  }

  async function cancel(workspaceId: WorkspaceId, runId: RunId, by: string): Promise<void> {
    let drive = drives.get(runId);
    if (drive?.identity.workspaceId !== workspaceId || drive.phase === "parking") drive = undefined;
    if (!drive) {
      await journal.drained();
      const [claimed] = await claimOneRun(sql, { owner, leaseSeconds, workspaceId, runId }).catch(refuseWhenGone);
      if (!claimed) return refuseCancel(sql, { workspaceId, runId });
      drive = (await takeOver.load(claimed)) ?? undefined;
    }
    const found = drive;
    // It is ending already: what it has decided stands.
    if (found?.phase !== "running" || found.state.status !== "running" || found.state.ending) return;
    await new Promise<void>((resolve) => {
      found.afterwards.push(resolve);
      found.onGivenUp.push(resolve);
      record(found, { type: "run.cancel-requested", by });
      pump(found);
    });
  }

  async function stop(): Promise<void> {
    isStopping = true;
    watch.stop();
    if (drives.size > 0) {
      const grace = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, stopGraceMs);
        whenEmpty = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      await grace;
    }
    const left = [...drives.values()].filter((drive) => drive.isAccepted);
    for (const drive of left) leaveMemory(drive, detached);
    const gaveUp = setTimeout(journal.abandon, 1_000);
    await journal.drained();
    clearTimeout(gaveUp);
    for (const waiters of waitingCallers.values()) {
      waiters.response?.(null);
      waiters.ended?.(detached);
    }
    waitingCallers.clear();
    if (left.length === 0) return;
    const runs = left.map(({ identity, epoch }) => ({ workspaceId: identity.workspaceId, runId: identity.id, epoch }));
    // Should this fail, the leases run out by themselves.
    const released = releaseRuns(sql, { owner, runs }).catch((error: unknown) =>
      log.warn({ error }, "Runs could not be handed back."),
    );
    await Promise.race([released, new Promise((resolve) => setTimeout(resolve, 1_000).unref())]);
  }

  return { start, cancel, testStep: (request) => testStep({ registry, interpret, log }, request), live, stop };
}

function unavailable(cause?: unknown): AppError {
  return new AppError(
    "unavailable",
    "The server cannot store anything right now, so nothing was started. Try again in a moment.",
    { cause },
  );
}

function refuseWhenGone(error: unknown): never {
  throw isDatabaseUnavailable(error) ? unavailable(error) : error;
}
