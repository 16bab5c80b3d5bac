import type { TRPCClient } from "@trpc/client";
import type { Plan } from "#core/compile/plan.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { RunId, WorkflowId } from "#core/id.ts";
import type { RunEvent } from "#core/schedule/event.ts";
import { advance, emptyView } from "#core/schedule/fold-run.ts";
import type { LiveMessage } from "#core/schedule/live-message.ts";
import type { RunSummary } from "#core/schedule/run-summary.ts";
import type { RunView } from "#core/schedule/run-view.ts";
import type { AppRouter } from "#server/api/root.ts";

/** What a run was drawn from; it never changes, so it is fetched once. */
export type RunDrawing = { readonly plan: Plan; readonly graph: Graph };

export type RunFeedOptions = {
  readonly client: TRPCClient<AppRouter>;
  readonly workflowId: WorkflowId;
  /** One run, or whichever began last. */
  readonly run: RunId | "newest";
  readonly load: (runId: RunId) => Promise<RunDrawing>;
  /** A run of this workflow started or changed. */
  readonly onRun: (run: RunSummary) => void;
  /** The picture of the followed run has changed. */
  readonly onView: (runId: RunId, view: RunView, drawing: RunDrawing) => void;
  readonly onError: (message: string) => void;
};

export type RunFeed = {
  /** Lets go of the connection but remembers where it was: a hidden tab needs none, browsers allow six for a host. */
  readonly pause: () => void;
  readonly resume: () => void;
};

type Followed = {
  readonly runId: RunId;
  drawing: RunDrawing | null;
  view: RunView | null;
  /** Events that came before the drawing did. */
  early: RunEvent[];
};

/**
 * Follows the runs of one workflow over one subscription.
 *
 * Paused → `resume` → Open → events → Open; `pause` → Paused. The server sends events in order and resumes after the
 * last id; should numbers ever be missing, the feed starts over from the run's first event.
 */
export function openRunFeed(options: RunFeedOptions): RunFeed {
  let subscription: { unsubscribe: () => void } | null = null;
  let lastEventId: string | null = null;
  let followed: Followed | null = null;

  function resume() {
    if (subscription) return;
    const { workflowId, run } = options;
    subscription = options.client.live.watch.subscribe(
      { workflowId, run, ...(lastEventId && { lastEventId }) },
      {
        onData: (envelope) => {
          lastEventId = envelope.id;
          receive(envelope.data);
        },
        onError: (error) => {
          subscription = null;
          options.onError(error.message);
        },
      },
    );
  }

  function pause() {
    subscription?.unsubscribe();
    subscription = null;
  }

  function startOver() {
    pause();
    lastEventId = null;
    followed = null;
    resume();
  }

  function receive(message: LiveMessage) {
    switch (message.kind) {
      case "run":
        options.onRun(message.run);
        return;
      case "follow":
        follow(message.runId);
        return;
      case "events":
        take(follow(message.runId), message.events);
    }
  }

  function follow(runId: RunId): Followed {
    if (followed?.runId === runId) return followed;
    const next: Followed = { runId, drawing: null, view: null, early: [] };
    followed = next;
    options.load(runId).then(
      (drawing) => {
        if (followed !== next) return;
        next.drawing = drawing;
        next.view = emptyView(drawing.plan);
        take(next, next.early.splice(0));
      },
      (error: Error) => options.onError(error.message),
    );
    return next;
  }

  function take(target: Followed, events: readonly RunEvent[]) {
    if (!target.drawing || !target.view) {
      target.early.push(...events);
      return;
    }
    const first = events[0];
    if (first && first.seq > target.view.seq + 1) {
      startOver();
      return;
    }
    target.view = advance(target.view, events);
    options.onView(target.runId, target.view, target.drawing);
  }

  resume();
  return { pause, resume };
}
