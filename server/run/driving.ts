import type { Sql } from "postgres";
import type { RunId } from "#core/id.ts";
import { AppError } from "../errors.ts";
import type { Drive, DriveDeps, RunWaiters } from "./drive.ts";
import type { KnownPlans } from "./known-plans.ts";

/** Everything that a process has in its hands while it drives runs. */
export type Driving = {
  readonly sql: Sql;
  /** This process: `installation/random`. */
  readonly owner: string;
  readonly leaseSeconds: number;
  readonly deps: DriveDeps;
  readonly plans: KnownPlans;
  /** Runs in memory. */
  readonly drives: Map<RunId, Drive>;
  /** Callers that wait for a run which is put away; they are told when it goes on in this process. */
  readonly waitingCallers: Map<RunId, RunWaiters>;
  /** Called when a run leaves memory. */
  readonly onOver: (drive: Drive) => void;
  isStopping: boolean;
  /** Called when the last run has left memory. */
  whenEmpty: (() => void) | null;
};

/** Nothing can be stored now, so nothing is promised. */
export function unavailable(cause?: unknown): AppError {
  const message = "The server cannot store anything right now, so nothing was started. Try again in a moment.";
  return new AppError("unavailable", message, { cause });
}
