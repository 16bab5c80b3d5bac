"use client";
import { ArrowLeft } from "lucide-react";
import { useEditorSession, useSession } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { Button } from "#components/ui/button.tsx";
import { StatusBadge } from "#components/ui/status.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { ParentRun } from "./parent-run.tsx";
import { PutAside } from "./put-aside.tsx";
import { RunClock } from "./run-clock.tsx";

/** Says that a past run is on the canvas, drawn as the workflow was then, and leads back to the draft. */
export function OpenRunBar() {
  const { store } = useEditorSession();
  const openRun = useSession(selectOpenRun);
  const view = useSession(selectView);
  if (openRun === null) return null;
  return (
    <section
      aria-label="Shown run"
      className="flex items-center gap-3 border-b bg-accent-soft px-3 py-1.5 text-sm text-ink"
    >
      <Button size="sm" onClick={() => store.setState({ openRun: null })}>
        <ArrowLeft />
        Back to the draft
      </Button>
      {view ? (
        <>
          <StatusBadge status={view.status} />
          {view.status === "quarantined" && openRun && <PutAside runId={openRun} />}
          {openRun && <ParentRun runId={openRun} />}
          {view.startedAt !== null && (
            <span className="text-muted">
              Run of <TimeAgo at={view.startedAt} />, drawn as the workflow was then. <RunClock view={view} />
            </span>
          )}
        </>
      ) : (
        <span className="text-muted">Loading the run…</span>
      )}
    </section>
  );
}

function selectOpenRun(state: SessionState) {
  return state.openRun;
}

function selectView(state: SessionState) {
  return state.run?.view ?? null;
}
