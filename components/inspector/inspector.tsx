"use client";
import dynamic from "next/dynamic";
import {
  useEditorSession,
  useNode,
  useSelectedNode,
  useSession,
  useShownGraph,
} from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { onlyEdge } from "#components/editor/walk-edges.ts";
import { laterPart } from "#components/ui/later-part.ts";
import { EdgeInspector } from "./edge-inspector.tsx";
import { SelectionInspector } from "./selection-inspector.tsx";
import { WorkflowInspector } from "./workflow-inspector.tsx";

const loadStep = laterPart(() => import("./step-inspector.tsx"));
const loadExpanded = laterPart(() => import("./expanded-step.tsx"));
const loadRecord = laterPart(() => import("./step-record.tsx"));
const StepInspector = dynamic(() => loadStep().then((file) => file.StepInspector), { ssr: false });
const ExpandedStep = dynamic(() => loadExpanded().then((file) => file.ExpandedStep), { ssr: false });
const StepRecordPanel = dynamic(() => loadRecord().then((file) => file.StepRecordPanel), { ssr: false });

/**
 * The right-hand panel: settings of the selected step, what a shown run recorded of it, several selected steps, a
 * connection, or the workflow when nothing is selected. It fills its place; width and border belong to whoever puts it there.
 */
export function Inspector() {
  const { isReadOnly } = useEditorSession();
  const node = useSelectedNode();
  const openRun = useSession(selectOpenRun);
  const many = useSession(selectMany);
  const isExpanded = useSession(selectExpanded);
  const edge = onlyEdge(useShownGraph(), useSession(selectSelection));
  const shown = useNode(node?.id ?? null);
  return (
    <section aria-label="Inspector" data-panel="inspector" className="flex size-full min-h-0 flex-col bg-surface">
      {shown && openRun ? (
        <StepRecordPanel key={shown.id} node={shown} runId={openRun} />
      ) : node ? (
        <>
          <StepInspector key={node.id} node={node} />
          {isExpanded && !isReadOnly && <ExpandedStep node={node} />}
        </>
      ) : edge ? (
        <EdgeInspector edge={edge} />
      ) : many ? (
        <SelectionInspector />
      ) : (
        <WorkflowInspector />
      )}
    </section>
  );
}

function selectOpenRun(state: SessionState) {
  return state.openRun;
}

function selectSelection(state: SessionState) {
  return state.selection;
}

function selectMany(state: SessionState) {
  return state.selection.size > 1;
}

function selectExpanded(state: SessionState) {
  return state.isStepExpanded;
}
