import type { Sql } from "postgres";
import type { RunId, WorkspaceId } from "#core/id.ts";
import { AppError } from "../errors.ts";
import type { Claims } from "./admit/claims.ts";
import type { ClaimTogether } from "./dispatch/claim-together.ts";
import type { Dispatcher } from "./dispatch/dispatcher.ts";
import type { Drive, DriveDeps, RunWaiters } from "./drive/drive.ts";
import type { JournalBudget } from "./journal/journal-budget.ts";
import type { KnownPlans } from "./known-plans.ts";
import type { DatabaseClock } from "./recover/database-clock.ts";

/** Everything that a process has in its hands while it drives runs. */
export type Driving = {
  readonly sql: Sql;
  /** This process: `installation/random`. */
  readonly owner: string;
  readonly leaseSeconds: number;
  readonly deps: DriveDeps;
  readonly plans: KnownPlans;
  readonly dispatcher: Dispatcher;
  readonly claims: Claims;
  readonly claimQueued: ClaimTogether;
  /** Measured before a run is accepted or claimed. */
  readonly clock: DatabaseClock;
  readonly budget: JournalBudget;
  /** So many runs may be in memory; those accepted beyond it are queued. */
  readonly drivesMax: number;
  /** Runs in memory. */
  readonly drives: Map<RunId, Drive>;
  /** Callers that wait for a run which no drive of this process holds: it is put away, or in the hands of another one. */
  readonly waitingCallers: Map<RunId, RunWaiters>;
  /** Stands for callers of a run of whom this process knows nothing. */
  readonly unknownCallers: (runId: RunId) => RunWaiters;
  /** Called once each, when the run leaves memory. */
  readonly whenOver: Map<RunId, () => void>;
  /** Claims under way: a stop waits for them, so that what they claim is handed back. */
  readonly claiming: Set<Promise<unknown>>;
  /** Told of callers in this process whose run another one may drive. */
  readonly onCallersWait: (workspaceId: WorkspaceId, runId: RunId) => void;
  /** Called when a run leaves memory. */
  readonly onOver: (drive: Drive) => void;
  /** True when runs without a gate may be queued: those that come now wait their turn behind them. */
  hasBacklog: boolean;
  isStopping: boolean;
  /** Called when the last run has left memory. */
  whenEmpty: (() => void) | null;
};

/** Nothing can be stored now, so nothing is promised. */
export function unavailable(cause?: unknown): AppError {
  const message = "The server cannot store anything right now, so nothing was started. Try again in a moment.";
  return new AppError("unavailable", message, { cause });
}
