import { isId, type RunId, type WorkflowId } from "#core/id.ts";
import type { LiveMessage } from "#core/schedule/live-message.ts";
import type { RunSummary } from "#core/schedule/run-summary.ts";
import { withWorkspace } from "#db/client.ts";
import { findRun, findRuns, listRuns } from "#db/queries/run-history.ts";
import { type Bell, createBell } from "./bell.ts";
import { createChangedRuns } from "./changed-runs.ts";
import type { CommandContext } from "./command-context.ts";
import { findLiveWorkflow, missing } from "./find-live-workflow.ts";
import { followJournal, type JournalFollower } from "./follow-journal.ts";

export type WatchRunsInput = {
  readonly workflowId: WorkflowId;
  readonly run: RunId | "newest";
  /** Where an earlier watch of the same got to: `<run>:<seq>`. */
  readonly lastEventId?: string | null | undefined;
  readonly signal: AbortSignal | undefined;
};

export type Watched = { readonly id: string; readonly message: LiveMessage };

/** A newer run is followed at the earliest this long after the last change, so that a busy hook does not flicker. */
const followEveryMs = 500;
const summariesAtFirst = 20;

/**
 * Tells what happens to the runs of a workflow, and every event of one of them: exact, in order, and resumable by the
 * id of the last message. It ends with the signal. Throws `not_found`.
 *
 *     nothing ran yet -> following (catching up, then live) -> the followed run ended, a newer one is there -> following
 */
export async function* watchRuns(context: CommandContext, input: WatchRunsInput): AsyncGenerator<Watched, void> {
  const { engine, actor } = context;
  const { workflowId, signal } = input;
  const { workspaceId } = actor;
  const bell = createBell();
  const changed = createChangedRuns();
  const stops = [
    engine.live.followWorkflow(workspaceId, workflowId, (runs) => {
      changed.note(runs);
      bell.ring();
    }),
  ];
  signal?.addEventListener("abort", bell.ring);
  let follower: JournalFollower | null = null;
  const idNow = () => (follower ? `${follower.runId}:${follower.seq()}` : "none:0");
  const tell = (message: LiveMessage): Watched => ({ id: idNow(), message });
  try {
    await findLiveWorkflow(context, workflowId);
    const recent = await recentRuns(context, workflowId);
    for (const run of recent.toReversed()) yield tell({ kind: "run", run });
    changed.begin(recent[0]?.id ?? null);
    const place = await firstPlace(context, input, recent[0]);
    let followedAt = Number.NEGATIVE_INFINITY;
    let next: RunId | null = place?.runId ?? null;
    let afterSeq = place?.seq ?? 0;
    while (!signal?.aborted) {
      if (next && isTimeToFollow(follower, followedAt, bell)) {
        follower?.stop();
        follower = follow(context, { runId: next, afterSeq, bell });
        followedAt = performance.now();
        if (afterSeq === 0) yield tell({ kind: "follow", runId: next });
        next = null;
        afterSeq = 0;
      }
      for (const run of await changedRuns(context, changed.take())) yield tell({ kind: "run", run });
      const events = (await follower?.take()) ?? [];
      if (follower && events.length > 0) {
        yield tell({ kind: "events", runId: follower.runId, events });
        continue;
      }
      const newest = input.run === "newest" ? changed.newest() : null;
      if (newest && newest !== next && (!follower || newest > follower.runId)) {
        next = newest;
        continue;
      }
      await bell.wait();
    }
  } finally {
    for (const stop of stops) stop();
    follower?.stop();
    signal?.removeEventListener("abort", bell.ring);
  }
}

type Place = { readonly runId: RunId; readonly seq: number };

/** Where to begin: where the last watch got to, the run that was asked for, or the newest one. */
async function firstPlace(
  context: CommandContext,
  { workflowId, run, lastEventId }: WatchRunsInput,
  newest: RunSummary | undefined,
): Promise<Place | null> {
  const resumed = placeOf(lastEventId);
  const wanted = run === "newest" ? (resumed?.runId ?? newest?.id) : run;
  if (!wanted) return null;
  const { workspaceId } = context.actor;
  const found = await withWorkspace(context.db, workspaceId, (tx) => findRun(tx, { workspaceId, runId: wanted }));
  if (found?.workflowId !== workflowId) return run === "newest" ? null : missing("run");
  return { runId: wanted, seq: resumed?.runId === wanted ? resumed.seq : 0 };
}

function placeOf(lastEventId: string | null | undefined): Place | null {
  const [runId, seq] = (lastEventId ?? "").split(":");
  return isId("run", runId) && /^\d{1,9}$/.test(seq ?? "") ? { runId, seq: Number(seq) } : null;
}

/** Only after the followed run has ended and was shown for a moment; rings the bell when that moment is over. */
function isTimeToFollow(follower: JournalFollower | null, followedAt: number, bell: Bell): boolean {
  if (!follower) return true;
  if (!follower.hasEnded()) return false;
  const leftMs = followedAt + followEveryMs - performance.now();
  if (leftMs <= 0) return true;
  setTimeout(bell.ring, leftMs);
  return false;
}

function follow(
  { engine, engineSql, actor }: CommandContext,
  { runId, afterSeq, bell }: { readonly runId: RunId; readonly afterSeq: number; readonly bell: Bell },
): JournalFollower {
  const { workspaceId } = actor;
  return followJournal({ sql: engineSql, live: engine.live, workspaceId, runId, afterSeq, onNews: bell.ring });
}

/** Newest first. */
function recentRuns({ db, actor }: CommandContext, workflowId: WorkflowId): Promise<readonly RunSummary[]> {
  const { workspaceId } = actor;
  return withWorkspace(db, workspaceId, (tx) => listRuns(tx, { workspaceId, workflowId, limit: summariesAtFirst }));
}

async function changedRuns({ db, actor }: CommandContext, runIds: readonly RunId[]): Promise<readonly RunSummary[]> {
  if (runIds.length === 0) return [];
  const { workspaceId } = actor;
  return withWorkspace(db, workspaceId, (tx) => findRuns(tx, { workspaceId, runIds }));
}
