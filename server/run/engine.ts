import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "postgres";
import type { RunId, WorkspaceId } from "#core/id.ts";
import type { Registry } from "#core/node-kit/registry.ts";
import type { StepRecord } from "#core/schedule/step-record.ts";
import type { Logger } from "../log.ts";
import { noClaims } from "./admit/claims.ts";
import { createClaims } from "./admit/create-claims.ts";
import { giveRoom } from "./admit/room.ts";
import { startChild } from "./admit/start-child.ts";
import { type StartedRun, type StartRun, startRun } from "./admit/start-run.ts";
import { callersElsewhere } from "./cluster/callers.ts";
import { createClusterLive } from "./cluster/cluster-live.ts";
import type { Cluster } from "./cluster/join-cluster.ts";
import { createLiveNet } from "./cluster/live-net.ts";
import { watchCallers } from "./cluster/watch-callers.ts";
import { workForCluster } from "./cluster/work-for-cluster.ts";
import { claimTogether } from "./dispatch/claim-together.ts";
import { dispatchHere } from "./dispatch/dispatcher.ts";
import { keepPace, ownPace } from "./dispatch/pace.ts";
import { watchInboxes } from "./dispatch/watch-inboxes.ts";
import { type Drive, type DriveDeps, type Interpret, nobody } from "./drive/drive.ts";
import type { CallbackUrl } from "./drive/run-facts.ts";
import type { Driving } from "./driving.ts";
import { createJournal, type JournalDeps } from "./journal/journal.ts";
import { createJournalBudget, type JournalLimits } from "./journal/journal-budget.ts";
import { createKnownPlans } from "./known-plans.ts";
import { createLiveHub, type LiveHub } from "./live-hub.ts";
import { cancelRun } from "./recover/cancel-run.ts";
import { createDatabaseClock } from "./recover/database-clock.ts";
import { resumeRun } from "./recover/resume-run.ts";
import { stopDriving } from "./recover/stop-driving.ts";
import { watchOver } from "./recover/watch-over.ts";
import { type TestStep, testStep } from "./trial/test-step.ts";

export type EngineDeps = {
  /** Under the engine's role. */
  readonly sql: Sql;
  readonly registry: Registry;
  readonly interpret: Interpret;
  readonly log: Logger;
  /** Names this installation: runs of its earlier processes are taken over when it starts. No slash in it. */
  readonly installation: string;
  readonly settings?: Partial<EngineSettings>;
  /** Where the outside sends signals to; without it, nowhere. */
  readonly callbackUrl?: CallbackUrl;
  /** What ties this process to others; without it, it does everything itself. */
  readonly cluster?: Cluster | null;
  /** Milliseconds that go on evenly; `performance.now` without it. */
  readonly rawClock?: () => number;
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
  /** So many runs may be in memory; those accepted beyond it wait as rows. */
  readonly drivesMax: number;
} & JournalLimits;

const engineSettings: EngineSettings = {
  leaseSeconds: 30,
  parkAfterMs: 5_000,
  pollMs: 1_000,
  stopGraceMs: 5_000,
  drivesMax: 2_000,
  journalBytes: null,
  workflowBytes: null,
};

export type Engine = {
  /**
   * Accepts a run; resolves when its first event is durable. Throws AppError: `unavailable` while the database is gone
   * or the server stops (nothing was accepted), `too_large` for the input, `not_found` for the trigger.
   */
  readonly start: (request: StartRun) => Promise<StartedRun>;
  /** Stops a run; resolves when the request is durable. A run that has ended stays as it is. Throws AppError. */
  readonly cancel: (workspaceId: WorkspaceId, runId: RunId, by: string) => Promise<void>;
  /** A message has been sent to a run (`sendToRun`): whoever drives it looks at once. Never throws. */
  readonly poke: (workspaceId: WorkspaceId, runId: RunId) => void;
  /** Lets a run in quarantine go on; resolves when that is durable. Throws AppError. */
  readonly resume: (workspaceId: WorkspaceId, runId: RunId, by: string) => Promise<void>;
  /** Runs one step alone with real effects; nothing is written. */
  readonly testStep: (request: TestStep) => Promise<StepRecord>;
  readonly live: LiveHub;
  /** True while no run is accepted because the journals take as much as they may. */
  readonly isFull: () => boolean;
  /** Accepts nothing more, lets runs end for a while, hands the others back. */
  readonly stop: () => Promise<void>;
};

/** How long a stop waits for a round of claiming that is under way; without a database it may not end. */
const roundPatienceMs = 1_000;

/** Starts the engine: it takes over what earlier processes left and watches over waiting runs until it is stopped. */
export function createEngine({ cluster = null, ...given }: EngineDeps): Engine {
  const { sql, registry, interpret, log, installation, settings, rawClock, callbackUrl = () => "" } = given;
  const { leaseSeconds, parkAfterMs, pollMs, stopGraceMs, drivesMax, journalBytes, workflowBytes } = {
    ...engineSettings,
    ...settings,
  };
  const owner = `${installation}/${randomUUID()}`;
  const local = createLiveHub(log);
  const shared = cluster && createClusterLive({ local, bus: cluster.bus, net: createLiveNet(sql, log) });
  const live = shared ?? local;
  const budget = createJournalBudget({ sql, log, limits: { journalBytes, workflowBytes } });
  const count: JournalDeps["onWritten"] = (entry, bytes) =>
    budget.add(entry, { id: entry.runId, isNew: entry.accept !== null, bytes });
  const journal = createJournal({ sql, owner, leaseSeconds, log, onWritten: count });
  const clock = createDatabaseClock(sql, rawClock);
  const deps: DriveDeps = {
    registry,
    journal,
    interpret,
    live,
    log,
    now: clock.now,
    parkAfterMs,
    callbackUrl,
    look: (drive) => inboxes.look(drive),
    poke: (workspaceId, runId) => inboxes.poke(workspaceId, runId),
    startChild: (parent, child) => startChild(driving, parent, child),
  };
  const driving: Driving = {
    sql,
    owner,
    leaseSeconds,
    deps,
    plans: createKnownPlans(),
    dispatcher: cluster?.dispatcher ?? dispatchHere,
    get claims() {
      return claims;
    },
    claimQueued: claimTogether({ sql, owner, leaseSeconds }),
    clock,
    budget,
    get drivesMax() {
      return pace.limit(drivesMax);
    },
    hasBacklog: false,
    drives: new Map(),
    waitingCallers: new Map(),
    unknownCallers: (runId) => (cluster ? callersElsewhere(cluster.bus, runId, null) : nobody()),
    whenOver: new Map(),
    claiming: new Set(),
    isStopping: false,
    whenEmpty: null,
    onCallersWait: (workspaceId, runId) => callers.watch(workspaceId, runId),
    onOver: (drive: Drive) => {
      const { id, workspaceId } = drive.identity;
      driving.drives.delete(id);
      driving.whenOver.get(id)?.();
      if (drive.waiters.ended && !drive.waiters.isElsewhere) {
        driving.waitingCallers.set(id, drive.waiters);
        driving.onCallersWait(workspaceId, id);
      }
      if (driving.drives.size === 0) driving.whenEmpty?.();
      giveRoom(driving, drive);
    },
  };
  const pace = cluster ? keepPace(() => driving.dispatcher.limit(pace)) : ownPace;
  const inboxes = watchInboxes(driving, { pollMs, bus: cluster?.bus ?? null });
  const { drivesRuns, drivesWhatItAccepts } = driving.dispatcher;
  // In a cluster the worker that is told of a run has a moment to claim it before others do.
  const claims = drivesRuns ? createClaims(driving, { olderThanMs: drivesWhatItAccepts ? 0 : 2_000 }) : noClaims;
  const callers = watchCallers(driving, cluster?.bus ?? null);
  const watch = drivesRuns ? watchOver(driving, { pollMs, installation }) : null;
  if (cluster) workForCluster(driving, cluster);
  return {
    start: (request) => startRun(driving, request),
    cancel: (workspaceId, runId, by) => cancelRun(driving, { workspaceId, runId, by }),
    poke: inboxes.poke,
    resume: (workspaceId, runId, by) => resumeRun(driving, { workspaceId, runId, by }),
    testStep: (request) => testStep(deps, request),
    live,
    isFull: budget.isFull,
    stop: async () => {
      const taking = Promise.allSettled([watch?.stop(), driving.dispatcher.stopTaking(), ...driving.claiming]);
      await Promise.race([taking, delay(roundPatienceMs, null, { ref: false })]);
      await stopDriving(driving, stopGraceMs);
      inboxes.stop();
      callers.stop();
      pace.stop();
      await Promise.race([budget.stop(), delay(roundPatienceMs, null, { ref: false })]);
      shared?.stop();
    },
  };
}
