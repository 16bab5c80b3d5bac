"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useEditorSession, useSession } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { useTRPC, useTRPCClient } from "#components/trpc/trpc.ts";
import { laterPart } from "#components/ui/later-part.ts";
import { toast } from "#components/ui/toast.ts";
import type { RunId, WorkflowId } from "#core/id.ts";
import type { RunDrawing, RunFeed, RunFeedOptions } from "./run-feed.ts";
import { useRunInAddress } from "./use-run-in-address.ts";

// The scheduler that folds journals into pictures: 6 kB (gzip) that the drawing need not wait for.
const loadFeed = laterPart(() => import("./run-feed.ts"));

/** An ended run older than this is not laid over the drawing when the editor opens. */
const overlayAgeMsMax = 60_000;
/** Lists of runs are asked for again at most this often while runs come in. */
const listRefreshMs = 1_000;

/**
 * Keeps the session's run true: the newest run over the draft, or the run that was opened, drawn with its graph as it
 * was then. One connection; none while the tab is hidden, nor before there is a drawing to lay a run over.
 */
export function useLiveRuns(workflowId: WorkflowId): void {
  const session = useEditorSession();
  useRunInAddress();
  const openRun = useSession(selectOpenRun);
  const isDrawn = useSession(selectIsDrawn);
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();

  useEffect(() => {
    if (!isDrawn) return;
    const { store } = session;
    const openedAt = Date.now();
    let refresh: ReturnType<typeof setTimeout> | null = null;

    const load = async (runId: RunId): Promise<RunDrawing> => {
      const { plan, graph } = await queryClient.fetchQuery(
        trpc.runs.get.queryOptions({ runId }, { staleTime: Number.POSITIVE_INFINITY, retry: 5 }),
      );
      return { plan, graph };
    };

    const options: RunFeedOptions = {
      client,
      workflowId,
      run: openRun ?? "newest",
      load,
      onRun: (run) => {
        const { run: shown } = store.getState();
        if (shown?.runId === run.id) store.setState({ isRunning: run.endedAt === null });
        refresh ??= setTimeout(() => {
          refresh = null;
          void queryClient.invalidateQueries({ queryKey: trpc.runs.list.queryKey() });
          void queryClient.invalidateQueries({ queryKey: trpc.steps.samples.queryKey({ workflowId }) });
        }, listRefreshMs);
      },
      onView: (runId, view, drawing) => {
        const isOld = view.endedAt !== null && view.endedAt < openedAt - overlayAgeMsMax;
        if (isOld && !openRun) return;
        store.setState({
          run: { runId, view, graph: openRun ? drawing.graph : null },
          isRunning: view.startedAt !== null && view.endedAt === null,
        });
      },
      onError: (message) => toast.error("Runs cannot be followed", { id: "run-feed", description: message }),
    };

    let feed: RunFeed | null = null;
    let isOver = false;
    const open = async () => {
      const { openRunFeed } = await loadFeed();
      if (isOver) return;
      feed = openRunFeed(options);
      if (document.hidden) feed.pause();
    };
    open().catch(() => options.onError("A part of the editor could not be loaded. Reload the page."));
    const onVisibility = () => (document.hidden ? feed?.pause() : feed?.resume());
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      if (refresh) clearTimeout(refresh);
      isOver = true;
      feed?.pause();
      store.setState({ run: null, isRunning: false });
    };
  }, [session, openRun, isDrawn, workflowId, client, trpc, queryClient]);
}

function selectOpenRun(state: SessionState): RunId | null {
  return state.openRun;
}

function selectIsDrawn(state: SessionState): boolean {
  return state.saved.kind !== "connecting";
}
