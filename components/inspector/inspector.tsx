"use client";
import dynamic from "next/dynamic";
import { useEffect } from "react";
import { useEditorSession, useNode, useSelectedNode, useSession } from "#components/editor/session-context.tsx";
import type { SessionState } from "#components/editor/session-store.ts";
import { SelectionInspector } from "./selection-inspector.tsx";
import { WorkflowInspector } from "./workflow-inspector.tsx";

// Fields, formulas and data views come once the editor stands, so that it stands sooner.
const loadStep = () => import("./step-inspector.tsx");
const StepInspector = dynamic(() => loadStep().then((file) => file.StepInspector), { ssr: false });
const ExpandedStep = dynamic(() => import("./expanded-step.tsx").then((file) => file.ExpandedStep), { ssr: false });
const StepRecordPanel = dynamic(() => import("./step-record.tsx").then((file) => file.StepRecordPanel), { ssr: false });

/**
 * The right-hand panel: settings of the selected step, what a shown run recorded of it, several selected steps, or the
 * workflow when nothing is selected. It fills its place; width and border belong to whoever puts it there.
 */
export function Inspector() {
  const { isReadOnly } = useEditorSession();
  const node = useSelectedNode();
  const openRun = useSession(selectOpenRun);
  const many = useSession(selectMany);
  const isExpanded = useSession(selectExpanded);
  const shown = useNode(node?.id ?? null);
  useEffect(() => {
    const idle = requestIdleCallback(() => void loadStep(), { timeout: 2_000 });
    return () => cancelIdleCallback(idle);
  }, []);
  return (
    <section aria-label="Inspector" data-panel="inspector" className="flex size-full min-h-0 flex-col bg-surface">
      {shown && openRun ? (
        <StepRecordPanel key={shown.id} node={shown} runId={openRun} />
      ) : node ? (
        <>
          <StepInspector key={node.id} node={node} />
          {isExpanded && !isReadOnly && <ExpandedStep node={node} />}
        </>
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

function selectMany(state: SessionState) {
  return state.selection.size > 1;
}

function selectExpanded(state: SessionState) {
  return state.isStepExpanded;
}
