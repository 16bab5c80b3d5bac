import type { Sql } from "postgres";
import type { RunId, WorkflowId, WorkspaceId } from "#core/id.ts";
import { isDatabaseUnavailable } from "#db/is-unavailable.ts";
import { addUsage, readUsage, type Usage } from "#db/queries/workflow-usage.ts";
import { AppError } from "../../errors.ts";
import type { Logger } from "../../log.ts";

/** How much journals may take; null for as much as there is. */
export type JournalLimits = {
  readonly journalBytes: number | null;
  /** Of one workflow. */
  readonly workflowBytes: number | null;
};

type At = { readonly workspaceId: WorkspaceId; readonly workflowId: WorkflowId };

/**
 * Counts what journals take, and says when that is too much. Added up in memory and written every ten seconds in one
 * statement, so what a process wrote in its last seconds before it was killed is not counted. What is written is what
 * counts, not what it takes on the disk: indexes and free space come to about the same again.
 */
export type JournalBudget = {
  readonly add: (at: At, run: { readonly id: RunId; readonly isNew: boolean; readonly bytes: number }) => void;
  /** Throws AppError `full` when no more runs of this workflow can be accepted. */
  readonly assertRoom: (at: At) => void;
  readonly isFull: () => boolean;
  /** Writes what was counted and reads what others have. Rejects with what the database throws. */
  readonly flush: () => Promise<void>;
  /** Writes what was counted. Never rejects. */
  readonly stop: () => Promise<void>;
};

type Deps = { readonly sql: Sql; readonly log: Logger; readonly limits: JournalLimits; readonly everyMs?: number };

const flushMs = 10_000;
const weekMs = 7 * 86_400_000;
/** The first Monday of Unix time was its fifth day. */
const mondayMs = 4 * 86_400_000;

export function createJournalBudget({ sql, log, limits, everyMs = flushMs }: Deps): JournalBudget {
  let counted = new Map<string, { -readonly [K in keyof Usage]: Usage[K] }>();
  /** As of the last flush, and what was written here since. */
  let bytes = 0;
  let bytesSince = 0;
  let large = new Set<string>();
  let flushing: Promise<void> | null = null;

  function add({ workspaceId, workflowId }: At, run: { id: RunId; isNew: boolean; bytes: number }): void {
    const acceptedMs = Number.parseInt(run.id.slice(4, 16), 16);
    const week = Math.floor((acceptedMs - mondayMs) / weekMs);
    const key = `${workspaceId} ${workflowId} ${week}`;
    let usage = counted.get(key);
    if (!usage) {
      usage = { workspaceId, workflowId, weekMs: week * weekMs + mondayMs, runs: 0, bytes: 0 };
      counted.set(key, usage);
    }
    usage.runs += run.isNew ? 1 : 0;
    usage.bytes += run.bytes;
    bytesSince += run.bytes;
  }

  async function write(): Promise<void> {
    const usage = counted;
    counted = new Map();
    const written = bytesSince;
    try {
      if (usage.size > 0) await addUsage(sql, [...usage.values()]);
    } catch (error) {
      for (const [key, { workspaceId, workflowId, weekMs: week, runs, bytes: more }] of usage) {
        const kept = counted.get(key) ?? { workspaceId, workflowId, weekMs: week, runs: 0, bytes: 0 };
        counted.set(key, { ...kept, runs: kept.runs + runs, bytes: kept.bytes + more });
      }
      throw error;
    }
    const found = await readUsage(sql, limits);
    bytesSince -= written;
    bytes = found.bytes;
    large = new Set(found.large.map(({ workspaceId, workflowId }) => `${workspaceId} ${workflowId}`));
  }

  /** One at a time. */
  const flush = () => {
    const next = (flushing ?? Promise.resolve()).catch(() => undefined).then(write);
    flushing = next;
    const over = () => {
      if (flushing === next) flushing = null;
    };
    next.then(over, over);
    return next;
  };
  const flushQuietly = () =>
    flush().catch((error: unknown) => {
      if (!isDatabaseUnavailable(error)) log.error({ error }, "What journals take could not be counted.");
    });
  const timer = setInterval(flushQuietly, everyMs);
  timer.unref();
  if (limits.journalBytes !== null || limits.workflowBytes !== null) void flushQuietly();
  const isFull = () => limits.journalBytes !== null && bytes + bytesSince >= limits.journalBytes;

  return {
    add,
    isFull,
    assertRoom: ({ workspaceId, workflowId }) => {
      if (isFull())
        throw full(
          "The server has no room for more runs. Ask whoever runs it to raise HEDDLE_JOURNAL_MB or to keep runs for fewer days.",
        );
      if (!large.has(`${workspaceId} ${workflowId}`)) return;
      throw full(
        "This workflow has no room for more runs. Let its settings keep runs for fewer days, or make its steps give less.",
      );
    },
    flush,
    stop: async () => {
      clearInterval(timer);
      await flushQuietly();
    },
  };
}

function full(message: string): AppError {
  return new AppError("full", message);
}
