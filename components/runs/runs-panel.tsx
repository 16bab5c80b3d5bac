"use client";
import { History } from "lucide-react";
import { useEditorSession, useSession } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { WorkflowId } from "#core/id.ts";
import { RunTable } from "./run-table.tsx";

/** Past runs of this workflow; a click draws one on the canvas with the graph as it was then. */
export function RunsPanel({ workflowId }: { workflowId: WorkflowId }) {
  const { store } = useEditorSession();
  const openRunId = useSession(selectOpenRun);
  return (
    <RunTable
      workflowId={workflowId}
      openRunId={openRunId}
      onOpen={(run) => store.setState({ openRun: run.id })}
      empty={
        <EmptyState icon={<History />} title="This workflow has not run yet">
          Press Test run to try the draft. Runs of the published version appear here too.
        </EmptyState>
      }
    />
  );
}

function selectOpenRun(state: SessionState) {
  return state.openRun;
}
